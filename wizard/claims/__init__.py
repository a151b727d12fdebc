"""One module per family of claims about AWS; `wizard.plan.claims` has them in order."""
