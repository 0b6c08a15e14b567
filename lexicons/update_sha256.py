"""Write the sha256 of each resource's data file into its source.toml, after a change that was meant.

Run as `python lexicons/update_sha256.py`.
"""

import hashlib
import re
import tomllib
from pathlib import Path

for source in sorted(Path(__file__).parent.glob("*/source.toml")):
    data = source.parent / tomllib.loads(source.read_text(encoding="utf-8")).get("data", "terms.csv")
    digest = hashlib.sha256(data.read_bytes()).hexdigest()
    text = source.read_text(encoding="utf-8")
    fresh = re.sub(r'(?m)^sha256 = ".*"$', f'sha256 = "{digest}"', text)
    if fresh != text:
        source.write_text(fresh, encoding="utf-8")
        print(f"{source.parent.name}: {digest}")
