"""Known vulnerabilities in what a lock file pins: a report, which never fails the check.

What could not be looked up is said loudly: silence would read as "none".
"""

from __future__ import annotations

import json
import subprocess
import sys

#: Seconds for one answer.
TIMEOUT = "10"
OPTIONS = ["--disable-pip", "--require-hashes", "--progress-spinner", "off", "--format", "json"]


def main(lock: str) -> None:
    """Print what is known about the packages of `lock`."""
    command = [sys.executable, "-m", "pip_audit", "--timeout", TIMEOUT, *OPTIONS, "--requirement", lock]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        packages = json.loads(ran.stdout)["dependencies"]
    except (ValueError, KeyError):
        print("SKIPPED pip-audit: no answer about vulnerabilities; is there a network?", file=sys.stderr)
        return
    for package in packages:
        for found in package.get("vulns", ()):
            fixed = ", ".join(found["fix_versions"]) or "no version yet"
            what = f"{package['name']} {package['version']}: {found['id']}, fixed in {fixed}"
            print(f"pip-audit: {what}", file=sys.stderr)
    unknown = [package["name"] for package in packages if "skip_reason" in package]
    if unknown:
        print(
            f"SKIPPED pip-audit for {len(unknown)} of {len(packages)} packages: "
            "this network does not tell about them",
            file=sys.stderr,
        )


if __name__ == "__main__":
    main(sys.argv[1])
