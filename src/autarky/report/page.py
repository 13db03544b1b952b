"""x"""
def page(results, scenario_toml, resolved):
    return "<!doctype html>"
