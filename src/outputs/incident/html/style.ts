/** The page's whole style. Its hash stands in the page's policy, so nothing is put into it. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#f4f6f9;--card:#fff;--ink:#161b24;--soft:#545f70;--line:#dbe1ea;--code:#eef1f6;--link:#1a56b0;
--bad:#a3201a;--bad-bg:#fdebe9;--warn:#7a4b00;--warn-bg:#fdf1d9;--ok:#18603a;--ok-bg:#e4f4ea;--band:#1b2330;--shade:0 1px 2px #1b23301a;
--s0:#c2410c;--s1:#0369a1;--s2:#a21caf;--s3:#be123c;--s4:#7c3aed;--s5:#475569;--s6:#0f766e;--s7:#4d7c0f;--s8:#b91c1c;--s9:#92400e;--s10:#64748b}
@media (prefers-color-scheme:dark){:root{--bg:#0e1219;--card:#171d27;--ink:#e6eaf1;--soft:#a3afc1;--line:#2b3442;--code:#1f2733;--link:#8ab8ff;
--bad:#ff9d94;--bad-bg:#3c1a1a;--warn:#f5c266;--warn-bg:#382a10;--ok:#7fd8a2;--ok-bg:#14321f;--band:#0a0d13;--shade:none;
--s0:#fb923c;--s1:#38bdf8;--s2:#e879f9;--s3:#fb7185;--s4:#a78bfa;--s5:#94a3b8;--s6:#2dd4bf;--s7:#a3e635;--s8:#f87171;--s9:#fbbf24;--s10:#94a3b8}}
*{box-sizing:border-box}
html{scroll-behavior:smooth;scroll-padding-top:1rem}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;overflow-wrap:anywhere}
a{color:var(--link)}
a:focus-visible,button:focus-visible,summary:focus-visible,.wide:focus-visible{outline:3px solid var(--link);outline-offset:2px}
code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.875em}
code{background:var(--code);border-radius:4px;padding:.1em .35em}
.ids code{white-space:nowrap;font-size:.75em}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:1rem;background:var(--card);padding:.5rem}
header{background:var(--band);color:#fff;padding:1.6rem 1rem 1.8rem}
header>div{max-width:76rem;margin:auto}
header .top{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;color:#c3cede;font-size:.875rem}
header code{background:#ffffff1f;color:#fff}
.sev{font-weight:700;letter-spacing:.06em;text-transform:uppercase;padding:.2rem .7rem;border-radius:99px;background:#475569;color:#fff}
.sev.critical{background:#c81e1e}.sev.high{background:#b4410b}.sev.medium{background:#8a5a00}.sev.low{background:#1d5c8f}
h1{font-size:clamp(1.35rem,1rem + 1.6vw,2rem);line-height:1.25;margin:.7rem 0 .6rem}
.verdict{font-size:1.125rem;max-width:62rem;margin:0;color:#eef2f8}
.page{max-width:76rem;margin:0 auto;padding:1rem;display:grid;gap:1rem;grid-template-columns:minmax(0,1fr)}
@media (min-width:64rem){.page{grid-template-columns:12rem minmax(0,1fr);gap:1.5rem;padding-top:1.5rem}nav{position:sticky;top:1rem;align-self:start;max-height:calc(100vh - 2rem);overflow:auto}}
nav ol{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:.25rem .9rem;font-size:.9375rem}
@media (min-width:64rem){nav ol{display:block}nav li{border-left:3px solid var(--line);padding:.28rem .75rem}nav li:hover{border-color:var(--link)}}
nav a{text-decoration:none;color:var(--ink)}nav a:hover{text-decoration:underline}nav small{color:var(--soft)}
section{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:1.15rem 1.35rem 1.35rem;margin:0 0 1.25rem;box-shadow:var(--shade)}
h2{font-size:1.25rem;margin:0 0 .6rem}h3{font-size:1.0625rem;margin:1.25rem 0 .4rem}
p{margin:.35rem 0 .7rem}.soft,.more{color:var(--soft);font-size:.9375rem}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.2rem,1fr));gap:.75rem;margin:0 0 1.1rem;padding:0}
.figures div{border:1px solid var(--line);border-radius:10px;padding:.65rem .9rem}
.figures dt{color:var(--soft);font-size:.8125rem}.figures dd{margin:.1rem 0 0;font-size:1.0625rem;font-weight:650;line-height:1.3}
.figures .bad{background:var(--bad-bg);border-color:transparent}.figures .bad dd,.figures .bad dt{color:var(--bad)}
.reasons{margin:.2rem 0 0;padding-left:1.4rem}.reasons li{margin:.3rem 0}
.chip{display:inline-block;border-radius:99px;padding:.05rem .6rem;font-size:.8125rem;font-weight:600;background:var(--code);color:var(--ink);white-space:nowrap}
@media (max-width:40rem){.chip{white-space:normal}}
.chip.bad{background:var(--bad-bg);color:var(--bad)}.chip.warn{background:var(--warn-bg);color:var(--warn)}.chip.ok{background:var(--ok-bg);color:var(--ok)}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(22rem,100%),1fr));gap:.9rem}
.card{border:1px solid var(--line);border-left:5px solid var(--ok);border-radius:10px;padding:.8rem 1rem}
.card.intruder{border-left-color:var(--bad)}
.card h3{margin:.35rem 0 .3rem;font-size:1rem}.card p{margin:.3rem 0}
.card dl{display:grid;grid-template-columns:auto minmax(0,1fr);gap:.2rem .8rem;margin:.5rem 0 0;font-size:.9rem}.card dt{color:var(--soft)}.card dd{margin:0}
.wide{overflow-x:auto;margin:.5rem 0 .2rem}
table{border-collapse:collapse;width:100%;font-size:.9rem}
caption.unseen,.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
caption{text-align:left;color:var(--soft);font-size:.875rem;padding:0 0 .35rem}
th,td{text-align:left;vertical-align:top;padding:.45rem .7rem;border-top:1px solid var(--line);overflow-wrap:break-word;min-width:4.2rem}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
thead th{border-top:0;border-bottom:2px solid var(--line);color:var(--soft);font-weight:600;white-space:nowrap}
th button{all:unset;cursor:pointer;white-space:nowrap}th button:focus-visible{outline:3px solid var(--link)}
th button::after{content:" \\2195";opacity:.45}th[aria-sort=ascending] button::after{content:" \\2191";opacity:1}th[aria-sort=descending] button::after{content:" \\2193";opacity:1}
tr:target{background:var(--warn-bg)}
td .stage,.figures span,.sort{white-space:nowrap}td .soft{font-size:.93em}.n .bar{margin-left:auto}td .when{font-variant-numeric:tabular-nums}
.dot{display:inline-block;width:.65em;height:.65em;border-radius:50%;margin-right:.45em;vertical-align:.02em}
svg{display:block}.key{display:inline-block;vertical-align:-.1em}svg text{fill:var(--soft);font:12px system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
.chart{overflow-x:auto;margin:.4rem 0 .8rem}.chart svg{width:100%;min-width:46rem;height:auto}
svg .lane{fill:var(--code)}svg .name{fill:var(--ink);font-size:13px}svg .grid{stroke:var(--line)}svg .rest{fill:var(--bg);stroke:none}svg .cut{stroke:var(--soft);stroke-dasharray:2 4}
svg .mark{stroke:var(--card);stroke-width:1.5}svg .mark.denied{fill:var(--card);stroke-width:2}svg .flag{fill:var(--bad)}
svg a:focus .mark,svg a:hover .mark{stroke:var(--ink);stroke-width:2.5}
.map{max-width:46rem}.map svg{min-width:0}.map .land{fill:var(--code);stroke:var(--line);stroke-width:.5}.map .place{fill-opacity:.55;stroke-width:1.2}.map .bad{fill:var(--bad);stroke:var(--bad)}.map .ok{fill:var(--ok);stroke:var(--ok)}.map .name{font-size:9px;font-weight:700}
.bar .bad{fill:var(--bad)}.bar .ok{fill:var(--ok)}.bar .track{fill:var(--code)}
${stageStyles()}
.tree,.tree ul{list-style:none;margin:0;padding:0}.tree ul{margin-left:1.1rem;border-left:2px solid var(--line)}
.tree ul>li{position:relative;padding-left:1.3rem}.tree ul>li::before{content:"";position:absolute;left:0;top:1.55rem;width:1.1rem;border-top:2px solid var(--line)}
.tree ul>li:last-child::after{content:"";position:absolute;left:-2px;top:calc(1.55rem + 2px);bottom:0;width:2px;background:var(--card)}
.node{display:inline-block;border:1px solid var(--line);border-left:5px solid var(--line);border-radius:8px;padding:.4rem .8rem;margin:.35rem 0;background:var(--card);max-width:100%}
.node.alive{border-left-color:var(--bad)}.node.ended{border-left-color:var(--ok)}.node.stolen{border-left-color:var(--bad);background:var(--bad-bg)}
.node small{color:var(--soft);display:block}
.steps{list-style:none;counter-reset:step;margin:0;padding:0}
.steps>li{counter-increment:step;position:relative;padding:.2rem 0 .9rem 3rem}
.steps>li::before{content:counter(step);position:absolute;left:0;top:.1rem;width:2rem;height:2rem;border-radius:50%;background:var(--band);color:#fff;display:grid;place-items:center;font-weight:700;font-size:.9375rem;border:1px solid var(--line)}
.steps>li:not(:last-child)::after{content:"";position:absolute;left:1rem;top:2.5rem;bottom:0;width:1px;background:var(--line)}
.steps h3{margin:.25rem 0 .2rem}
.note{border-radius:8px;padding:.5rem .8rem;margin:.4rem 0}.note.warn{background:var(--warn-bg);color:var(--warn)}.note ul{margin:.15rem 0 0;padding-left:1.2rem}
.cmd{position:relative;margin:.45rem 0}
pre{background:var(--code);border:1px solid var(--line);border-radius:8px;margin:0;padding:.65rem .9rem;white-space:pre-wrap;overflow-wrap:anywhere;line-height:1.45}
.cmd.live pre{padding-right:5rem}
.copy{position:absolute;right:.4rem;top:.4rem;font:inherit;font-size:.8125rem;border:1px solid var(--line);border-radius:6px;background:var(--card);color:var(--ink);padding:.15rem .6rem;cursor:pointer}
.finding{border-top:1px solid var(--line);padding:.7rem 0}.finding:first-of-type{border-top:0}.finding h3{margin:0 0 .2rem}.finding p{margin:.2rem 0}
summary{cursor:pointer}details details{margin-left:1rem}
footer{max-width:76rem;margin:0 auto;padding:0 1rem 2rem;color:var(--soft);font-size:.875rem}
@media print{:root{--bg:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb;--code:#f3f3f3;--shade:none;--band:#fff;--bad:#8c1510;--bad-bg:#fbe9e7;--warn:#6b4300;--warn-bg:#fbf2df;--ok:#14532d;--ok-bg:#e8f5ec}
body{font-size:10pt}header{color:#000;border-bottom:2px solid #000;padding:0 0 .8rem}header .top,.verdict{color:#000}header code{background:#eee;color:#000}
.page{display:block;padding:.8rem 0}nav,.copy,.skip{display:none}section{border:0;border-radius:0;padding:.4rem 0;box-shadow:none}.cmd.live pre{padding-right:.9rem}
.steps>li::before{background:#fff;color:#000;border:1px solid #000}th button::after{content:none!important}h2,h3{break-after:avoid}tr,.card,.node,.cmd,.finding{break-inside:avoid}.wide,.chart{overflow:visible}.chart svg{min-width:0}
table{font-size:8pt}th,td{min-width:0;padding:.25rem .4rem}.sev{border:1px solid #000;background:#fff!important;color:#000}details::details-content{content-visibility:visible;height:auto}}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
`

/** A colour for each of the stages, by its place among them. */
function stageStyles(): string {
  return Array.from(
    { length: 11 },
    (_, n) =>
      `.dot.s${n}{background:var(--s${n})}svg .s${n}{fill:var(--s${n})}svg .denied.s${n}{stroke:var(--s${n})}`,
  ).join('\n')
}
