"""What somebody who checks asks: which permissions, who can still do what, which lines are met."""
