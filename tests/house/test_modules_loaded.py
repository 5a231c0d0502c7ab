"""What a web process carries: numbers, documents and languages are a worker's, migrations a command's; each costs memory and time."""

import subprocess
import sys

from consult.core.paths import ROOT

HEAVY = {"alembic", "cryptography", "docx", "mammoth", "matplotlib", "numpy", "pandas", "py3langid", "scipy", "typst", "xlsxwriter"}
PROGRAM = """
import pathlib, sys
from consult import create_app
from consult.settings import Settings
app = create_app(Settings(instance=pathlib.Path(sys.argv[1]), secret_key="for tests", database_url="sqlite://"))
assert app.test_client().get("/healthz").status_code < 600
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def test_a_web_process_carries_no_heavy_library(tmp_path):
    done = subprocess.run([sys.executable, "-c", PROGRAM, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    loaded = HEAVY & set(done.stdout.split())
    assert not loaded, f"A web process loads {sorted(loaded)}: import it in the function that needs it, or in a job."
