/** Short files that contain nearly every construct that the analysis follows, once each. */
export const densePython = `from utils import secret_vault as sv
import os, logging, names
from names import OTHER, other_name as pick_other
NAMES = {"live": "a", "test": ["b", ("c", "d")]}
TOKEN = None

class _Handler(Base):
    KEY = "k"
    def __init__(self, conv: Conversation, name="n", *rest, **more):
        self.conv = conv
        self.name: str = name
    def go(self, env):
        for key, (x, y) in NAMES.items():
            if (w := pick(env)) and key == "live":
                name = f"z_{env}" "tail"
            elif w: name = NAMES[env]
            else:
                try: name = self.KEY
                except E as name: return
        with open(name) as f, g(): pass
        match name:
            case {"a": b, **rest} if b: name = 'm'
            case _: name = "o_%s" % env
        return self.conv.utils.get_secret(name)["client_id"], sv(secret_name=name)

def _pick(n, m="x"): return n if m else _pick(m, n)
@func_description("p")
def f(conv):
    global TOKEN
    fetch = conv.utils.get_secret
    x = fetch(_pick("p")) or {}
    TOKEN = fetch("a")  # agent-secrets: ignore[secret-cached] once
    logging.info(f"{x} {fetch('k')}")
    conv.state["y"] = x.get('client_secrets')
    name = "r_"
    name += "s"
    fetch("{}_u".format(name)), fetch(OTHER), fetch(pick_other("v")), fetch(names.Other.KEY)
    return x["client_id"], [fetch(n) for n in ["q"]], os.environ["E_API_KEY"], os.getenv("F_TOKEN")
_Handler(conv, "s1").go(lambda conv: conv.utils.get_secret("""t"""))
`;

export const denseJavaScript = `import { env as e } from "node:process";
const { A, B_TOKEN: b = "x", ...rest } = process.env;
export const f = (x) => <a href={process.env["C_API_KEY"]}>{e.D ?? import.meta.env?.E}</a>;
({ F: b } = process.env); process.env[\`G_\${x}\`];
const key = e.H_SECRET || 'i'; // agent-secrets: ignore[env-secret-missing] set elsewhere
`;

export const denseJson = `{"a": {"secret_name": "x"}, "client_secret_name": ["y"],
 "connector_token_secret_name": "z", "b": [{"secret_name": "q"}]}
`;

/** The sources by language id. */
export const denseSources = [
  ['python', densePython],
  ['javascriptreact', denseJavaScript],
  ['typescriptreact', denseJavaScript],
  ['json', denseJson],
] as const;
