using System.Text;

namespace TokenUsage.Tests.Providers.Scanning;

/// <summary>Makes valid JSON that is out to mislead: the wanted names everywhere, in strings, escaped, twice, too deep.</summary>
internal sealed class AdversarialJson(int seed)
{
    /// <summary>The paths that the names are chosen against.</summary>
    public static readonly string[] Paths =
        ["usage", "model", "response.usage", "response.a.b", "choices[].finish_reason", "choices[].delta.usage",
            "x[].usage"];

    /// <summary>The paths of text.</summary>
    public static readonly string[] TextPaths = ["choices[].delta.content", "response.text"];

    private static readonly string[] Names =
    [
        "usage", "usage", "\\u0075sage", "us\\u0061g\\u0065", "model", "response", "choices", "delta", "content",
        "text",
        "finish_reason", "x", "a", "b", "usage ", "Usage", "", "usag", "usage\\\"", "\\\\usage", "\\nusage",
        "\u00fcsage",
        "a.name.that.is.longer.than.any.path.could.ever.declare.and.then.somewhat.longer.still",
    ];

    private static readonly string[] Texts =
    [
        "", "usage", "\\\"usage\\\":{\\\"prompt_tokens\\\":7}", "}", "]}}", "{[", "\\\\", "\\\\\\\"", "\\\"",
        "\\u0022usage\\u0022",
        "\\n\\ndata: {\\\"usage\\\":1}", "\u00e9t\u00e9 \u4f60\u597d \ud83d\ude00", "a,b:c", "\\/\\b\\f\\t",
    ];

    private static readonly string[] Scalars =
        ["0", "-1", "6.0", "1e3", "12345678901234567890", "null", "true", "false", "7"];

    private readonly Random _random = new(seed);
    private readonly StringBuilder _json = new();

    public byte[] Make()
    {
        Object(depth: 0);
        return Encoding.UTF8.GetBytes(_json.ToString());
    }

    private void Value(int depth)
    {
        switch (_random.Next(depth > 5 ? 2 : 6))
        {
            case 0:
                _json.Append(Scalars[_random.Next(Scalars.Length)]);
                break;
            case 1:
                Text();
                break;
            case 2 or 3 or 4:
                Object(depth + 1);
                break;
            default:
                Array(depth + 1);
                break;
        }
    }

    private void Object(int depth)
    {
        _json.Append('{');
        int members = _random.Next(6);
        for (int i = 0; i < members; i++)
        {
            if (i > 0) _json.Append(',');
            Space();
            _json.Append('"').Append(Names[_random.Next(Names.Length)]).Append('"');
            Space();
            _json.Append(':');
            Space();
            Value(depth);
            Space();
        }

        _json.Append('}');
    }

    private void Array(int depth)
    {
        _json.Append('[');
        int elements = _random.Next(4);
        for (int i = 0; i < elements; i++)
        {
            if (i > 0) _json.Append(',');
            Space();
            Value(depth);
            Space();
        }

        _json.Append(']');
    }

    private void Text()
    {
        _json.Append('"');
        int parts = _random.Next(12) == 0 ? 40 : _random.Next(4);
        for (int i = 0; i < parts; i++) _json.Append(Texts[_random.Next(Texts.Length)]);
        if (_random.Next(20) == 0) _json.Append('p', _random.Next(300));
        _json.Append('"');
    }

    private void Space()
    {
        if (_random.Next(4) == 0) _json.Append(' ', _random.Next(3)).Append(_random.Next(2) == 0 ? "\n" : "");
    }
}
