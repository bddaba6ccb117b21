"""What was measured, as Markdown."""

import statistics

import routers

DETAILS = (("p50", "p50_us"), ("p99", "p99_us"), ("p999", "p999_us"))
RATES = (("call_per_s", "calls"), ("event_per_s", "events"), ("session_per_s", "sessions"))


def cell(values):
    if not values:
        return "–"
    middle = statistics.median(values)
    digits = 0 if middle >= 100 or middle == 0 else 1 if middle >= 10 else 2
    shown = [f"{value:.{digits}f}" for value in (middle, min(values), max(values))]
    return shown[0] if len(set(shown)) == 1 else f"{shown[0]} ({shown[1]}–{shown[2]})"


def met(condition):
    return "" if condition else " **missed**"


def compare(goal, row):
    """Ratio to the best peer, and what is said of the goals."""
    peers = [statistics.median(v) for name, v in row.items() if v and name != "Junctor" and name not in routers.MARKS]
    marks = [statistics.median(v) for name, v in row.items() if v and name in routers.MARKS]
    if not row.get("Junctor"):
        return "–", "not measured"
    mine = statistics.median(row["Junctor"])
    ratio = min(peers) / mine if peers and mine else None
    said = []
    if goal.most is not None:
        said.append(f"≤ {goal.most:g}" + met(mine <= goal.most))
    if goal.ratio is not None and ratio is not None:
        said.append(f"≥ {goal.ratio:g} ×" + met(ratio >= goal.ratio))
    if goal.mark is not None and marks:
        said.append(f"≤ {goal.mark:g} × the mark" + met(mine <= goal.mark * min(marks)))
    return f"{ratio:.1f} ×" if ratio else "–", ", ".join(said)


def compared(answers):
    """Router CPU per message and what else has a goal, beside the peers."""
    names = list(next(iter(answers.values())))
    heading = ["CPU of the router per message, µs, if nothing else is said", *names, "best peer", "goal"]
    lines = ["| " + " | ".join(heading) + " |", "|---" * len(heading) + "|"]
    for work, by_router in answers.items():
        for goal in work.goals:
            row = {
                name: [measured[goal.key] for measured in rounds if goal.key in measured]
                for name, rounds in by_router.items()
            }
            ratio, said = compare(goal, row)
            label = work.name + (f": {goal.said}" if goal.said else "")
            lines.append("| " + " | ".join([label, *(cell(row[name]) for name in names), ratio, said]) + " |")
    return lines


def middle(rounds, key):
    values = [measured[key] for measured in rounds if key in measured]
    return statistics.median(values) if values else None


def amount(value):
    if value is None:
        return "–"
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def detailed(answers):
    """Rates on the wall clock, times that the generator saw, and memory: what a busy machine falsifies first."""
    heading = ["work", "router", "a second", *(f"{name}, µs" for name, _ in DETAILS), "resident, MB"]
    lines = ["| " + " | ".join(heading) + " |", "|---" * len(heading) + "|"]
    for work, by_router in answers.items():
        for name, rounds in by_router.items():
            if rounds:
                rate = next((f"{amount(middle(rounds, key))} {unit}" for key, unit in RATES if key in rounds[0]), "–")
                resident = middle(rounds, "rss_kb")
                cells = [amount(middle(rounds, key)) for _, key in DETAILS] + [amount(resident and resident / 1024)]
                lines.append("| " + " | ".join([work.name, name, rate, *cells]) + " |")
    return lines


def own(figures):
    lines = ["| Junctor | figure | unit | goal |", "|---|---|---|---|"]
    for figure in figures:
        goal = ""
        if figure.goal is not None:
            reached = bool(figure.values) and statistics.median(figure.values) <= figure.goal
            goal = f"≤ {figure.goal:g}" + met(reached)
        lines.append(f"| {figure.name} | {cell(figure.values)} | {figure.unit} | {goal} |")
    return lines


def noise(answers):
    """How far the rounds lay apart: of each median, the widest and the middle spread of Junctor's own CPU figures."""
    spreads = []
    for work, by_router in answers.items():
        for key in (goal.key for goal in work.goals if goal.key.startswith("router_us")):
            values = [measured[key] for measured in by_router["Junctor"] if key in measured]
            if len(values) > 1:
                spreads.append(100 * (max(values) - min(values)) / statistics.median(values))
    if not spreads:
        return []
    return [f"Noise: the rounds of one work lay {statistics.median(spreads):.0f} % apart (middle), {max(spreads):.0f} % at most.", ""]


def lines(answers, figures, notes):
    page = []
    if answers:
        page += [*noise(answers), *compared(answers), ""]
    if figures:
        page += [*own(figures), ""]
    if answers:
        page += ["<details><summary>rates, latencies, memory</summary>", "", *detailed(answers), "", "</details>", ""]
    return page + [f"- {note}." for note in dict.fromkeys(notes)]
