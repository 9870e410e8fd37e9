"""What the scripts of this folder share: programs in turn, medians of ratios, the machine, Markdown and JSON."""
import argparse, json, os, pathlib, platform, statistics, subprocess, sys, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHARED = pathlib.Path(os.environ.get("CHAFF_SHARED", ROOT.parent / "shared"))


def parser(documentation, rounds=True):
    """A parser with what every script takes."""
    made = argparse.ArgumentParser(description=documentation, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("chaff")
    if rounds:
        made.add_argument("--rounds", type=int, default=3, help="how often the programs take turns")
    made.add_argument("--markdown", type=pathlib.Path, metavar="FILE", help="write the tables there too")
    made.add_argument("--json", type=pathlib.Path, metavar="FILE", help="write every round there")
    return made


def parsed(made):
    options = made.parse_intermixed_args()
    options.chaff = str(pathlib.Path(options.chaff).resolve())
    for path in filter(None, (options.markdown, options.json)):
        path.parent.mkdir(parents=True, exist_ok=True)
    return options


# MARK: Programs


class Failure(Exception):
    """A program ended with an error; its last words."""


def output(command, **options):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, **options)
    if done.returncode:
        raise Failure(f"{last_line(done.stderr or done.stdout)} ({' '.join(map(str, command))} ended with {done.returncode})")
    return done.stdout


def last_line(text):
    return (text.strip().splitlines() or ["no message"])[-1]


def last_object(command, **options):
    """The JSON object on the last line of what a program prints."""
    return json.loads(output(command, **options).strip().splitlines()[-1])


def whole(command, **options):
    """Seconds of a whole process, the megabytes it held at most, and what it printed."""
    words = [str(word) for word in command]
    with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as complaint:
        start = time.perf_counter()
        process = subprocess.Popen(words, stdout=said, stderr=complaint, **options)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        for file in (said, complaint):
            file.seek(0)
        if process.returncode:
            raise Failure(f"{last_line(complaint.read())} ({' '.join(words)} ended with {process.returncode})")
        return seconds, usage.ru_maxrss / (1024 if sys.platform == "linux" else 1 << 20), said.read()


def knows(chaff, command, words):
    """Whether the help of a command says these words."""
    return words in " ".join(output([chaff, *command, "--help"]).split())


def acquaint(chaff, model):
    """Lets Chaff try the algorithms of a network's layers on this machine, which it does once and remembers in a file."""
    output([chaff, "bench", "model", model, "--repeats", 1])


# MARK: Numbers


def spread(values):
    values = list(values)
    return {"median": statistics.median(values), "lowest": min(values), "highest": max(values)}


def times(value):
    """A ratio with its spread."""
    return f"{value['median']:.2f} ({value['lowest']:.2f}–{value['highest']:.2f})" if value else "–"


def table(heading, rows):
    """A Markdown table."""
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join("| " + " | ".join(map(str, cells)) + " |" for cells in lines)


# MARK: Reports


def machine():
    """What the numbers were measured on."""
    found = {"system": platform.platform(), "processor": platform.processor() or platform.machine(), "cores": os.cpu_count()}
    try:
        facts = pathlib.Path("/proc/cpuinfo").read_text()
        field = dict(line.split(":", 1) for line in facts.split("\n\n")[0].splitlines() if ":" in line)
        field = {key.strip(): value.strip() for key, value in field.items()}
        found["processor"] = field.get("model name", found["processor"])
        wanted = ("avx2", "avx512f", "avx512_bf16", "amx_bf16")
        found["features"] = [name for name in wanted if name in field.get("flags", "").split()]
    except OSError:
        pass
    return found


def machine_text():
    found = machine()
    parts = [found["processor"], f"{found['cores']} cores", " ".join(found.get("features", []))]
    return ", ".join(filter(None, parts)) + f" ({disturbance():.1%} of its time went to other virtual machines)"


def ticks():
    """Of all processors since the machine started: all ticks, and those that went to other virtual machines."""
    try:
        fields = [int(word) for word in pathlib.Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
        return sum(fields), fields[7]
    except (OSError, ValueError, IndexError):
        return 0, 0


BEGUN = ticks()


def disturbance():
    """The share of processor time since the script began that the host gave to others: what an idle machine has none of."""
    passed, stolen = (now - then for now, then in zip(ticks(), BEGUN))
    return stolen / passed if passed else 0.0


def write(options, markdown, rows):
    """Writes what was asked for; `markdown` has been printed already."""
    if options.markdown:
        options.markdown.write_text(markdown.strip() + "\n")
    if options.json:
        stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        options.json.write_text(json.dumps({"date": stamp, "machine": machine(), "stolen": disturbance(), "rows": rows}, indent=1) + "\n")
