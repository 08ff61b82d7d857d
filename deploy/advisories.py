"""Ask whether anybody has warned of a version in the locks, and say so when nobody could be asked.

pip-audit by itself says "No known vulnerabilities found" of packages it knows nothing about.
Ends with 0 when every package was looked up and none is warned of, 1 when one is, 2 when some could
not be looked up: the database could not be reached, or does not have them.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

LOCKS = ("runtime", "development")
_FOLDER = Path(__file__).parents[1] / "requirements"


def asked(lock: Path) -> list[dict[str, Any]]:
    """Return what pip-audit found of each package of a lock; nothing when it failed."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(lock)]
    command += [
        "--require-hashes",
        "--disable-pip",
        "--format",
        "json",
        "--progress-spinner",
        "off",
    ]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    try:
        return list(json.loads(done.stdout)["dependencies"])
    except (ValueError, KeyError):
        sys.stderr.write(done.stderr)
        return []


def told(name: str, found: Sequence[dict[str, Any]]) -> tuple[str, int]:
    """Return what to say of a lock, and the code to end with."""
    warned = [(each, vuln) for each in found for vuln in each.get("vulns", ())]
    unknown = [each["name"] for each in found if "skip_reason" in each]
    if warned:
        lines = [
            f"  {each['name']} {each['version']}: {vuln['id']},"
            f" mended in {', '.join(vuln['fix_versions']) or '-'}"
            for each, vuln in warned
        ]
        count = len({each["name"] for each, _ in warned})
        return "\n".join([f"{name}: มีคำเตือน {count} ชุด · {count} warned of", *lines]), 1
    if unknown or not found:
        some = f"{len(unknown)} / {len(found)}" if found else "-"
        return (
            f"{name}: ถามฐานคำเตือนไม่ได้หรือไม่รู้จัก {some}"
            f" · the database could not be reached or does not have {some}",
            2,
        )
    return f"{name}: ไม่มีคำเตือน {len(found)} ชุด · none of {len(found)} is warned of", 0


def main() -> int:
    """Ask of every lock; return the gravest code: a warning, then what could not be asked."""
    codes = []
    for name in LOCKS:
        text, code = told(name, asked(_FOLDER / f"{name}.txt"))
        sys.stdout.write(f"{text}\n")
        codes.append(code)
    return 1 if 1 in codes else max(codes)


if __name__ == "__main__":
    sys.exit(main())
