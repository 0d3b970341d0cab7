"""Posteriors of Bambi, for formulas: means, sds and their Monte Carlo errors, under priors that both models state.

    python3 -m venv venv && venv/bin/pip install bambi==0.17.2 "matplotlib<3.10" nutpie statsmodels palmerpenguins
    venv/bin/python test/golden/formula-posteriors.py [NAME...]

Writes the data to formula-posteriors/*.csv, our model of each case to formula-posteriors/NAME.bayes, and formula-posteriors.json. With names, only these
cases are fitted again. Licences of the data are in formula-posteriors/LICENCES.md.
"""

import json
import re
import sys
from pathlib import Path

from arviz_stats.base import array_stats
import bambi as bmb
import numpy as np
import pandas as pd
import statsmodels.datasets as sets
from palmerpenguins import load_penguins

HERE = Path(__file__).parent
FOLDER = HERE / "formula-posteriors"


def tables():
    penguins = load_penguins().dropna()
    penguins = penguins.assign(mass=penguins.body_mass_g / 1000, flipper=penguins.flipper_length_mm / 100)
    penguins = penguins.assign(bill=penguins.bill_length_mm / 10, female=(penguins.sex == "female").astype(int))
    engel = sets.engel.load_pandas().data / 1000
    randhie = sets.randhie.load_pandas().data.iloc[::60][["mdvis", "lncoins", "idp", "physlm"]]
    randhie = randhie.assign(mdvis=randhie.mdvis.astype(int), idp=randhie.idp.astype(int))
    strikes = sets.strikes.load_pandas().data
    # Seen up to day 80 alone.
    late = strikes.duration > 80
    strikes = strikes.assign(
        duration=strikes.duration.clip(upper=80), status=np.where(late, "right", "none"), output=10 * strikes.iprod
    )
    nile = sets.nile.load_pandas().data
    nile = nile.assign(volume=nile.volume / 100, year=nile.year.astype(int))
    crime = sets.statecrime.load_pandas().data.reset_index()
    crime = pd.DataFrame(
        {"murder": crime.murder, "poverty": crime.poverty / 10, "single": crime.single / 10, "city": crime.urban / 100}
    )
    crime = crime.assign(city=crime.city.clip(upper=0.999))
    modes = sets.modechoice.load_pandas().data
    chosen = modes[modes.choice == 1]
    names = {1: "air", 2: "train", 3: "bus", 4: "car"}
    trips = pd.DataFrame({"mode": chosen["mode"].map(names), "income": chosen.hinc / 10, "party": chosen.psize})
    counts = pd.crosstab([trips.income.round(), trips.party.astype(int)], trips["mode"]).reset_index()
    counts["total"] = counts[["air", "bus", "car", "train"]].sum(axis=1)
    anes = sets.anes96.load_pandas().data.iloc[::4]
    anes = pd.DataFrame(
        {
            "self": anes.selfLR.astype(int),
            "age10": ((anes.age - anes.age.mean()) / 10).round(4),
            "party": (anes.PID - anes.PID.mean()).round(4),
        }
    )
    return {
        "penguins": penguins[["species", "island", "sex", "female", "mass", "flipper", "bill"]],
        "stackloss": sets.stackloss.load_pandas().data.rename(columns=str.lower),
        "strikes": strikes[["duration", "status", "output"]],
        "grunfeld": sets.grunfeld.load_pandas().data.assign(
            invest=lambda d: d.invest / 100, value=lambda d: d.value / 1000, capital=lambda d: d.capital / 1000
        )[["firm", "invest", "value", "capital"]],
        "engel": engel,
        "randhie": randhie,
        "nile": nile,
        "statecrime": crime,
        "modechoice": trips,
        "modecounts": counts,
        "anes96": anes,
    }


def normal(mu, sigma):
    return ("Normal", {"mu": mu, "sigma": sigma})


def half_t(sigma):
    return ("HalfStudentT", {"nu": 3, "sigma": sigma})


gamma_nu = ("Gamma", {"alpha": 2, "beta": 0.1})
shape = ("InverseGamma", {"alpha": 0.4, "beta": 0.3})
share = ("Beta", {"alpha": 1, "beta": 1})


def case(data, columns, ours, theirs, family, priors, names, more=(), dims=(), draws=2500, target=0.95):
    """`priors`: our name -> (Bambi's place, prior). `names`: our quantity -> Bambi's, or `1 - ` it."""
    return dict(
        data=data, columns=columns, ours=ours, theirs=theirs, family=family, priors=priors,
        names=names, more=more, dims=dims, draws=draws, target=target,
    )  # fmt: skip


CASES = {
    "penguins-normal": case(
        "penguins",
        ["mass : real[row]", "flipper : real[row]", "kind : species[row]", "sex_of : sex[row]"],
        "mass ~ flipper * kind + sex_of",
        "mass ~ flipper * species + sex",
        ("Normal", "gaussian"),
        {
            "Intercept": ("Intercept", normal(4.2, 2)),
            'b["flipper"]': ("flipper", normal(0, 15)),
            'b["kind[Chinstrap]"]': ("species", normal(0, 5)),
            'b["kind[Gentoo]"]': ("species", normal(0, 5)),
            'b["sex_of[male]"]': ("sex", normal(0, 4)),
            'b["flipper:kind[Chinstrap]"]': ("flipper:species", normal(0, 2)),
            'b["flipper:kind[Gentoo]"]': ("flipper:species", normal(0, 2)),
            "sigma": ("sigma", half_t(0.8)),
        },
        {
            "Intercept": "Intercept",
            "b[flipper]": "flipper",
            "b[kind[Chinstrap]]": "species[Chinstrap]",
            "b[kind[Gentoo]]": "species[Gentoo]",
            "b[sex_of[male]]": "sex[male]",
            "b[flipper:kind[Chinstrap]]": "flipper:species[Chinstrap]",
            "b[flipper:kind[Gentoo]]": "flipper:species[Gentoo]",
            "sigma": "sigma",
        },
        dims=["species", "sex"],
    ),
    "penguins-bernoulli": case(
        "penguins",
        ["female : int[row]", "mass : real[row]", "bill : real[row]", "kind : species[row]"],
        "female ~ mass + bill + (1 | kind)",
        "female ~ mass + bill + (1 | species)",
        ("Bernoulli", "bernoulli"),
        {
            "Intercept": ("Intercept", normal(0, 2.5)),
            'b["mass"]': ("mass", normal(0, 3)),
            'b["bill"]': ("bill", normal(0, 4.5)),
            "sd_kind": ("1|species", half_t(2.5)),
        },
        {
            "Intercept": "Intercept",
            "b[mass]": "mass",
            "b[bill]": "bill",
            "sd_kind[Intercept]": "1|species_sigma",
            "r_kind[Adelie,Intercept]": "1|species[Adelie]",
            "r_kind[Gentoo,Intercept]": "1|species[Gentoo]",
        },
        dims=["species"],
        target=0.99,
        draws=4000,
    ),
    "stackloss-student": case(
        "stackloss",
        ["stackloss : real[row]", "airflow : real[row]", "watertemp : real[row]"],
        "stackloss ~ airflow + watertemp",
        "stackloss ~ airflow + watertemp",
        ("StudentT", "t"),
        {
            "Intercept": ("Intercept", normal(17.5, 25)),
            'b["airflow"]': ("airflow", normal(0, 2.8)),
            'b["watertemp"]': ("watertemp", normal(0, 8)),
            "sigma": ("sigma", half_t(10)),
            "nu": ("nu", gamma_nu),
        },
        {
            "Intercept": "Intercept",
            "b[airflow]": "airflow",
            "b[watertemp]": "watertemp",
            "sigma": "sigma",
            "nu": "nu",
        },
        draws=4000,
    ),
    "strikes-weibull": case(
        "strikes",
        ["duration : real[row]", "status : cut[row]", "output : real[row]"],
        "cens(duration, status) ~ output",
        "censored(duration, status) ~ output",
        ("Weibull", "weibull"),
        {
            "Intercept": ("Intercept", normal(3.7, 2.5)),
            'b["output"]': ("output", normal(0, 5)),
            "alpha": ("alpha", shape),
        },
        {"Intercept": "Intercept", "b[output]": "output", "alpha": "alpha"},
        dims=["cut"],
    ),
    "strikes-exponential": case(
        "strikes",
        ["duration : real[row]", "status : cut[row]", "output : real[row]"],
        "cens(duration, status) ~ output",
        "censored(duration, status) ~ output",
        ("Exponential", "exponential"),
        {"Intercept": ("Intercept", normal(3.7, 2.5)), 'b["output"]': ("output", normal(0, 5))},
        {"Intercept": "Intercept", "b[output]": "output"},
        dims=["cut"],
    ),
    "grunfeld-groups": case(
        "grunfeld",
        ["invest : real[row]", "value : real[row]", "capital : real[row]", "company : firm[row]"],
        "invest ~ value + capital + (1 | company)",
        "invest ~ value + capital + (1 | firm)",
        ("Normal", "gaussian"),
        {
            "Intercept": ("Intercept", normal(1.3, 5)),
            'b["value"]': ("value", normal(0, 4)),
            'b["capital"]': ("capital", normal(0, 18)),
            "sd_company": ("1|firm", half_t(5)),
            "sigma": ("sigma", half_t(2)),
        },
        {
            "Intercept": "Intercept",
            "b[value]": "value",
            "b[capital]": "capital",
            "sd_company[Intercept]": "1|firm_sigma",
            "r_company[General Motors,Intercept]": "1|firm[General Motors]",
            "r_company[IBM,Intercept]": "1|firm[IBM]",
            "sigma": "sigma",
        },
        dims=["firm"],
        draws=5000,
    ),
    "engel-sigma": case(
        "engel",
        ["foodexp : real[row]", "income : real[row]"],
        "foodexp ~ income",
        "foodexp ~ income",
        ("Normal", "gaussian"),
        {
            "Intercept": ("Intercept", normal(0.6, 0.7)),
            'b["income"]': ("income", normal(0, 1.3)),
            "sigma_Intercept": ("sigma.Intercept", normal(-1.3, 2.5)),
            'sigma_b["income"]': ("sigma.income", normal(0, 5)),
        },
        {
            "Intercept": "Intercept",
            "b[income]": "income",
            "sigma_Intercept": "sigma_Intercept",
            "sigma_b[income]": "sigma_income",
        },
        more=("sigma", "income"),
    ),
    "randhie-counts": case(
        "randhie",
        ["mdvis : int[row]", "lncoins : real[row]", "idp : int[row]", "physlm : real[row]"],
        "mdvis ~ lncoins + idp + physlm",
        "mdvis ~ lncoins + idp + physlm",
        ("NegativeBinomial", "negativebinomial"),
        {
            "Intercept": ("Intercept", normal(1, 2.5)),
            'b["lncoins"]': ("lncoins", normal(0, 1.25)),
            'b["idp"]': ("idp", normal(0, 5.5)),
            'b["physlm"]': ("physlm", normal(0, 7.5)),
            "alpha": ("alpha", shape),
        },
        {
            "Intercept": "Intercept",
            "b[lncoins]": "lncoins",
            "b[idp]": "idp",
            "b[physlm]": "physlm",
            "alpha": "alpha",
        },
    ),
    "randhie-zeros": case(
        "randhie",
        ["mdvis : int[row]", "lncoins : real[row]", "idp : int[row]"],
        "mdvis ~ lncoins + idp",
        "mdvis ~ lncoins + idp",
        ("ZeroInflatedPoisson", "zero_inflated_poisson"),
        {
            "Intercept": ("Intercept", normal(1, 2.5)),
            'b["lncoins"]': ("lncoins", normal(0, 1.25)),
            'b["idp"]': ("idp", normal(0, 5.5)),
            "zi": ("psi", share),
        },
        {"Intercept": "Intercept", "b[lncoins]": "lncoins", "b[idp]": "idp", "zi": "1 - psi"},
    ),
    "randhie-hurdle": case(
        "randhie",
        ["mdvis : int[row]", "lncoins : real[row]"],
        "mdvis ~ lncoins",
        "mdvis ~ lncoins",
        ("HurdlePoisson", "hurdle_poisson"),
        {
            "Intercept": ("Intercept", normal(1, 2.5)),
            'b["lncoins"]': ("lncoins", normal(0, 1.25)),
            "hu": ("psi", share),
        },
        {"Intercept": "Intercept", "b[lncoins]": "lncoins", "hu": "1 - psi"},
    ),
    "nile-process": case(
        "nile",
        ["volume : real[row]", "year : int[row]"],
        "volume ~ hsgp(year, m = 12, c = 1.5)",
        "volume ~ hsgp(year, m=12, c=1.5, scale=False)",
        ("Normal", "gaussian"),
        {
            "Intercept": ("Intercept", normal(9.2, 4.2)),
            "sd_hsgp_year": ("hsgp.sigma", half_t(4.2)),
            "ell_hsgp_year": ("hsgp.ell", ("InverseGamma", {"alpha": 3, "beta": 99})),
            "sigma": ("sigma", half_t(1.7)),
        },
        {
            "Intercept": "Intercept",
            "sd_hsgp_year": "hsgp(year, m=12, c=1.5, scale=False)_sigma",
            "ell_hsgp_year": "hsgp(year, m=12, c=1.5, scale=False)_ell",
            "sigma": "sigma",
        },
        draws=5000,
        target=0.99,
    ),
    "nile-polynomial": case(
        "nile",
        ["volume : real[row]", "year : int[row]"],
        "volume ~ poly(year, 3)",
        "volume ~ poly(year, 3)",
        ("Normal", "gaussian"),
        {
            "Intercept": ("Intercept", normal(9.2, 4.2)),
            'b["poly(year, 3)[1]"]': ("poly(year, 3)", normal(0, 40)),
            'b["poly(year, 3)[2]"]': ("poly(year, 3)", normal(0, 40)),
            'b["poly(year, 3)[3]"]': ("poly(year, 3)", normal(0, 40)),
            "sigma": ("sigma", half_t(1.7)),
        },
        {
            "Intercept": "Intercept",
            "b[poly(year, 3)[1]]": "poly(year, 3)[0]",
            "b[poly(year, 3)[2]]": "poly(year, 3)[1]",
            "b[poly(year, 3)[3]]": "poly(year, 3)[2]",
            "sigma": "sigma",
        },
    ),
    "statecrime-gamma": case(
        "statecrime",
        ["murder : real[row]", "poverty : real[row]", "single : real[row]"],
        "murder ~ poverty + single",
        "murder ~ poverty + single",
        ("Gamma", "gamma"),
        {
            "Intercept": ("Intercept", normal(1.6, 2.5)),
            'b["poverty"]': ("poverty", normal(0, 8)),
            'b["single"]': ("single", normal(0, 8)),
            "alpha": ("alpha", shape),
        },
        {"Intercept": "Intercept", "b[poverty]": "poverty", "b[single]": "single", "alpha": "alpha"},
    ),
    "statecrime-beta": case(
        "statecrime",
        ["city : real[row]", "poverty : real[row]", "single : real[row]"],
        "city ~ poverty + single",
        "city ~ poverty + single",
        ("Beta", "beta"),
        {
            "Intercept": ("Intercept", normal(1, 2.5)),
            'b["poverty"]': ("poverty", normal(0, 8)),
            'b["single"]': ("single", normal(0, 8)),
            "phi": ("kappa", shape),
        },
        {"Intercept": "Intercept", "b[poverty]": "poverty", "b[single]": "single", "phi": "kappa"},
    ),
    "modechoice-categorical": case(
        "modechoice",
        ["travel : mode[row]", "income : real[row]", "party : real[row]"],
        "travel ~ income + party",
        "mode ~ income + party",
        ("Categorical", "categorical"),
        {
            f"mu{mode}_{name}": (place, prior)
            for mode in ["bus", "car", "train"]
            for name, place, prior in [
                ("Intercept", "Intercept", normal(0, 2.5)),
                ('b["income"]', "income", normal(0, 1.3)),
                ('b["party"]', "party", normal(0, 2.5)),
            ]
        },
        {
            f"mu{mode}_{ours}": f"{theirs}[{mode}]"
            for mode in ["bus", "car", "train"]
            for ours, theirs in [("Intercept", "Intercept"), ("b[income]", "income"), ("b[party]", "party")]
        },
        dims=["mode"],
    ),
    "modecounts-multinomial": case(
        "modecounts",
        ['seen : int[row, mode] = columns("air", "bus", "car", "train")', "income : real[row]"],
        "seen ~ income",
        "c(air, bus, car, train) ~ income",
        ("Multinomial", "multinomial"),
        {
            f"mu{mode}_{name}": (place, prior)
            for mode in ["bus", "car", "train"]
            for name, place, prior in [
                ("Intercept", "Intercept", normal(0, 2.5)),
                ('b["income"]', "income", normal(0, 1.3)),
            ]
        },
        {
            f"mu{mode}_{ours}": f"{theirs}[{mode}]"
            for mode in ["bus", "car", "train"]
            for ours, theirs in [("Intercept", "Intercept"), ("b[income]", "income")]
        },
        dims=["mode"],
    ),
    "modecounts-binomial": case(
        "modecounts",
        ["car : int[row]", "total : int[row]", "income : real[row]"],
        "p(car, total) ~ income",
        "p(car, total) ~ income",
        ("Binomial", "binomial"),
        {"Intercept": ("Intercept", normal(-1, 2.5)), 'b["income"]': ("income", normal(0, 1.3))},
        {"Intercept": "Intercept", "b[income]": "income"},
    ),
    "modecounts-betabinomial": case(
        "modecounts",
        ["car : int[row]", "total : int[row]", "income : real[row]"],
        "p(car, total) ~ income",
        "p(car, total) ~ income",
        ("BetaBinomial", "beta_binomial"),
        {
            "Intercept": ("Intercept", normal(-1, 2.5)),
            'b["income"]': ("income", normal(0, 1.3)),
            "phi": ("kappa", ("Gamma", {"alpha": 2, "beta": 0.1})),
        },
        {"Intercept": "Intercept", "b[income]": "income", "phi": "kappa"},
    ),
    "anes96-ordered": case(
        "anes96",
        ["self : int[row]", "age10 : real[row]", "party : real[row]"],
        "self ~ age10 + party",
        "self ~ age10 + party",
        ("OrderedLogistic", "cumulative"),
        {
            "cutpoints": ("threshold", normal(0, 2.5)),
            'b["age10"]': ("age10", normal(0, 1.5)),
            'b["party"]': ("party", normal(0, 1.1)),
        },
        {
            "b[age10]": "age10",
            "b[party]": "party",
            **{f"cutpoints[{k + 1}]": f"threshold[{k}]" for k in range(6)},
        },
    ),
}


def bayes_text(spec):
    ours, _ = spec["family"]
    lines = [f"dim {', '.join(['row', *spec['dims']])}", f'data from "{spec["data"]}.csv" {{']
    for column in spec["columns"]:
        name, kind = [part.strip() for part in column.split(":", 1)]
        dim = re.match(r"(\w+)\[", kind)[1]
        source = f' = column("{dim}")' if dim not in ("real", "int", "cut") else ""
        lines.append(f"  {name} : {kind}{source}")
    lines += ["}", f'formula "{spec["ours"]}" family {ours}']
    if spec["more"]:
        lines.append(f"  {spec['more'][0]} ~ {spec['more'][1]}")
    for name, (_, prior) in spec["priors"].items():
        lines.append(f"  prior {name} ~ {prior[0]}({', '.join(str(value) for value in prior[1].values())})")
    return "\n".join(lines) + "\n"


def bambi_priors(spec):
    made = {}
    extra = {}
    process = {}
    for place, (name, args) in spec["priors"].values():
        prior = bmb.Prior(name, **args)
        if place.startswith("hsgp."):
            process[place[5:]] = prior
        elif "." in place and not place.startswith("1|"):
            parameter, term = place.split(".")
            extra.setdefault(parameter, {})[term] = prior
        elif place.startswith("1|"):
            made[place] = bmb.Prior("Normal", mu=0, sigma=prior)
        elif place == "threshold":
            import pymc as pm

            size = 6
            made[place] = bmb.Prior(
                name, **args, transform=pm.distributions.transforms.ordered, initval=np.linspace(-2, 2, size)
            )
        else:
            made[place] = prior
    if process:
        made[spec["theirs"].split("~")[1].strip()] = process
    return {**made, **extra}


def fit(name, spec, table):
    formula = spec["theirs"]
    if spec["more"]:
        formula = bmb.Formula(formula, f"{spec['more'][0]} ~ {spec['more'][1]}")
    if spec["family"][1] == "cumulative":
        outcome = formula.split("~")[0].strip()
        table = table.copy()
        table[outcome] = pd.Categorical(table[outcome], ordered=True)
    # Bambi's default for Gamma is the inverse.
    link = {"link": "log"} if spec["family"][1] == "gamma" else {}
    model = bmb.Model(formula, table, family=spec["family"][1], priors=bambi_priors(spec), **link)
    # nutpie cannot name the dimensions of terms that have commas.
    method = "pymc" if re.search(r"\w\(.*,", spec["theirs"].replace("censored(", "")) else "nutpie"
    fitted = model.fit(
        draws=spec["draws"], tune=1500, chains=4, cores=2, random_seed=20261130, target_accept=spec["target"],
        inference_method=method, progressbar=False,
    )  # fmt: skip
    posterior = fitted.posterior
    rows = []
    for ours, theirs in spec["names"].items():
        flipped = theirs.startswith("1 - ")
        key = theirs.removeprefix("1 - ")
        variable, label = key, None
        if key not in posterior:
            variable, label = re.match(r"(.+)\[([^\[]+)\]$", key).groups()
        values = posterior[variable]
        if label is not None:
            [dim] = [d for d in values.dims if d not in ("chain", "draw")]
            labels = [str(v) for v in values[dim].values]
            values = values.isel({dim: labels.index(label)})
        draws = np.asarray(values.transpose("chain", "draw", ...)).reshape(4, -1)
        draws = 1 - draws if flipped else draws
        rows.append(
            {
                "name": ours,
                "theirs": theirs,
                "mean": float(draws.mean()),
                "sd": float(draws.std(ddof=1)),
                "mcse_mean": float(array_stats.mcse(draws, method="mean", chain_axis=0, draw_axis=1)),
                "mcse_sd": float(array_stats.mcse(draws, method="sd", chain_axis=0, draw_axis=1)),
                "r_hat": float(array_stats.rhat(draws, chain_axis=0, draw_axis=1)),
            }
        )
    divergences = int(fitted.sample_stats.diverging.sum()) if "diverging" in fitted.sample_stats else 0
    worst = max(row["r_hat"] for row in rows)
    print(f"{name}: worst r-hat {worst:.4f}, {divergences} divergences", flush=True)
    assert worst < 1.01, name
    return {"data": f"{spec['data']}.csv", "formula": spec["theirs"], "family": spec["family"][1], "quantities": rows}


def main():
    FOLDER.mkdir(exist_ok=True)
    target = HERE / "formula-posteriors.json"
    wanted = sys.argv[1:] or list(CASES)
    done = json.loads(target.read_text())["cases"] if target.exists() and sys.argv[1:] else {}
    data = tables()
    for key, table in data.items():
        table.to_csv(FOLDER / f"{key}.csv", index=False, float_format="%.10g")
    for name in wanted:
        spec = CASES[name]
        (FOLDER / f"{name}.bayes").write_text(bayes_text(spec))
        table = pd.read_csv(FOLDER / f"{spec['data']}.csv", keep_default_na=False)
        done[name] = fit(name, spec, table)
        cases = {key: done[key] for key in CASES if key in done}
        target.write_text(json.dumps({"bambi": bmb.__version__, "cases": cases}, indent=1) + "\n")


main()
