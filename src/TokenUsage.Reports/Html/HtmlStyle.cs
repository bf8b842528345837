namespace TokenUsage.Reports.Html;

/// <summary>The style of a page, inside the page: a report is one file that opens without a network.</summary>
internal static class HtmlStyle
{
    // Blue, orange and grey of Okabe and Ito's palette: told apart by the colour-blind, and in grey print by lightness.
    public const string Css =
        """
        :root{color-scheme:light dark;--text:#1b1f24;--quiet:#5b6470;--rule:#d9dee4;--page:#fff;--spend:#0072b2;--other:#9aa4af;
        --forecast:#b35900;--band:#f3d9bd;--alarm:#b3261e}
        @media (prefers-color-scheme:dark){:root{--text:#e7eaee;--quiet:#a3adb8;--rule:#39414a;--page:#15181c;--spend:#56b4e9;
        --other:#6b7580;--forecast:#f0a050;--band:#4a3b2b;--alarm:#ff8a80}}
        *{box-sizing:border-box}
        body{margin:0 auto;max-width:960px;padding:32px 24px;font:14px/1.5 system-ui,sans-serif;color:var(--text);background:var(--page)}
        h1{font-size:28px;line-height:1.2;margin:0}h2{font-size:20px;margin:40px 0 12px}
        header p,footer,figcaption,caption,.note{color:var(--quiet)}
        nav ol{columns:2;margin:16px 0 0;padding-left:24px}a{color:var(--spend)}
        .figures{display:grid;grid-template-columns:repeat(3,1fr);gap:16px 24px;margin:16px 0}
        .figures div{border-top:1px solid var(--rule);padding-top:8px}.figures dt{color:var(--quiet)}
        .figures dd{margin:0}.figures .value{font-size:28px;line-height:1.3;font-variant-numeric:tabular-nums}
        table{border-collapse:collapse;width:100%;margin:12px 0;font-variant-numeric:tabular-nums}
        caption{text-align:left;padding-bottom:4px}th,td{text-align:left;padding:4px 8px;border-bottom:1px solid var(--rule);vertical-align:top}
        th{font-weight:600}td{overflow-wrap:anywhere}.n{text-align:right;white-space:nowrap}
        figure{margin:12px 0;overflow-x:auto}svg{width:100%;height:auto;font-size:10px;font-variant-numeric:tabular-nums}
        svg .text{fill:var(--text)}.spend{fill:var(--spend)}.other{fill:var(--other)}.band{fill:var(--band)}.alarm{fill:var(--alarm)}
        .l-rule{stroke:var(--rule)}.l-text{stroke:var(--quiet)}.l-forecast{stroke:var(--forecast);stroke-width:2}
        footer{margin-top:40px;border-top:1px solid var(--rule);padding-top:8px}
        @media (max-width:600px){.figures{grid-template-columns:1fr 1fr}nav ol{columns:1}}
        @media print{:root{color-scheme:light;--text:#000;--quiet:#444;--rule:#bbb;--page:#fff;--spend:#0072b2;--other:#9aa4af;
        --forecast:#b35900;--band:#f3d9bd;--alarm:#b3261e}
        @page{size:A4;margin:16mm}body{max-width:none;padding:0;font-size:10pt}h2{break-after:avoid}tr,figure,.figures div{break-inside:avoid}
        thead{display:table-header-group}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
        """;
}
