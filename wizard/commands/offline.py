"""The commands that need no AWS."""

from __future__ import annotations

from state.errors import UnknownSetup, WrongInput
from state.saved import locations
from state.saved.locations import write_new_file
from wizard.commands.terminal import Options, out_json, typed_the_name
from wizard.exit_status import DONE, REFUSED
from wizard.machine.streams import narrate, out, out_document
from wizard.progress_words import progress_counts, progress_lines


def show_templates(options: Options) -> int:
    """`templates`: the ready-made ones, then those of one's own."""
    from state.setup.ready_made import Template, own_templates, templates

    own = (Template(name, "Your own template", str(path)) for name, path in own_templates(locations.home()).items())
    every = (*templates(), *own)
    if options.json:
        out_json([{"name": t.name, "title": t.title, "description": t.description} for t in every])
    else:
        for template in every:
            out(f"{template.name:<12} {template.title}")
            out(f"{'':<12} {template.description}")
    return DONE


def show_scenarios(options: Options) -> int:
    """`scenarios`."""
    from wizard.simulated.scenarios import scenarios

    if options.json:
        out_json([{"name": s.scenario_name, "title": s.title, "story": s.story} for s in scenarios()])
    else:
        for scenario in scenarios():
            out(f"{scenario.scenario_name:<22} {scenario.title}")
            out(f"{'':<22} {scenario.story}")
    return DONE


def write_new_setup(options: Options) -> int:
    """`new`. Never overwrites a file."""
    from state.setup.file import from_template, setup_text, write_setup
    from state.setup.guardrails import Level
    from state.setup.ready_made import TEMPLATES
    from state.setup.text_rules import account_written, invitation_target_problem, name_problem
    from wizard.edits.guardrails import with_level
    from wizard.edits.own_templates import from_own_template, own_template, with_values

    existing = account_written(options.existing_account)
    fault = name_problem(options.name) or (invitation_target_problem(existing) if existing else None)
    if fault is not None:
        raise WrongInput(fault.what, fault.remedy)
    template = options.template or TEMPLATES[0]
    own = own_template(template, locations.home())
    if own is not None and existing:
        raise WrongInput(
            "A structure of your own says itself which accounts are invited.",
            "Leave --existing-account out, and write the account under invitations in the file that is made.",
        )
    if own is not None:
        setup = from_own_template(own, options.name, options.home_region, options.email_pattern)
    else:
        setup = from_template(
            template,
            options.name,
            home_region=options.home_region,
            email_pattern=options.email_pattern,
            existing_account=existing,
        )
    setup = with_level(setup, Level(options.guardrails)) if options.guardrails else setup
    setup = with_values(setup, options.set or ())
    text = write_setup(setup) if own is not None else setup_text(template, setup)
    if options.output == "-":
        out_document(text)
        return DONE
    path = write_new_file(options.output or f"{options.name}.yaml", text)
    narrate(f"Wrote {path}. Edit it, then try: orgwizard plan {path} --rehearse")
    return DONE


def show_schema(options: Options) -> int:
    """`schema`."""
    from state.inventory import schema as inventory
    from state.setup import file as setup
    from wizard.commands.schemas import of_command

    files = {"inventory": inventory.json_schema, "setup": setup.json_schema}
    out_json(files[options.of]() if options.of in files else of_command(options.of), indent=2)
    return DONE


def show_permissions(options: Options) -> int:
    """`permissions`: the policy as the result, and why it is so wide as a narration."""
    from wizard.audit.others_permissions import policies_for_callers, policy_for_accepting
    from wizard.audit.permissions import policy_for, why_wildcards
    from wizard.audit.reading_permissions import policy_for_checking, what_it_opens
    from wizard.audit.tending_permissions import policy_for_tending
    from wizard.audit.undoing_permissions import policy_for_undoing
    from wizard.commands.opening import answers

    policies = {
        "apply": policy_for,
        "check": policy_for_checking,
        "undo": policy_for_undoing,
        "account": policy_for_tending,
        "accept": policy_for_accepting,
        "callers": policies_for_callers,
    }
    policy = policies[options.whose](answers(options))
    out_json(policy, indent=2)
    for sentence in (*why_wildcards(policy), *what_it_opens(policy)):
        narrate(sentence)
    return DONE


def show_status(options: Options) -> int:
    """`status` and `list`: as last seen, without asking AWS."""
    summaries = options.onboardings.summaries()
    wanted = getattr(options, "setup", "")
    if wanted:
        from wizard.commands.opening import answers

        name = answers(options).name
        summaries = tuple(summary for summary in summaries if summary.name == name)
        if not summaries:
            raise UnknownSetup(
                f"Nothing was done with {wanted} yet.", f"Begin with: orgwizard apply {wanted}{options.in_rehearsal}"
            )
    if options.json:
        from wizard.commands.saved_record import setups_record

        out_json(setups_record(summaries))
        return DONE
    if not summaries:
        narrate("No setup is saved here yet. Begin one with: orgwizard")
    for summary in summaries:
        out(f"{summary.name}: {summary.trouble or progress_counts(summary.progress, summary.edited)}")
        if summary.hold:
            out(f"  {summary.hold.sentence(summary.name)}")
            out(f"  {summary.hold.advice}")
        if wanted and summary.progress:
            for line in progress_lines(summary.progress):
                out(f"  {line}")
    return DONE


def discard_setup(options: Options) -> int:
    """`discard`: moves the setup aside, after asking."""
    name = options.setup
    if not options.onboardings.exists(name):
        raise UnknownSetup(f"No setup called {name} is saved here.", "See the saved ones with: orgwizard list")
    if not options.yes and not typed_the_name(name, f"Type {name} to discard its saved progress: "):
        narrate("Nothing was discarded.")
        return REFUSED
    moved = options.onboardings.discard(name)
    narrate(f"Moved aside to {moved}. Nothing at AWS was changed.")
    return DONE
