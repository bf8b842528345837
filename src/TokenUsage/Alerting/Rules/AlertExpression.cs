using System.Globalization;

namespace TokenUsage.Alerting.Rules;

/// <summary>Arithmetic over totals: names, numbers, <c>+ - * /</c> and brackets.</summary>
/// <remarks>Not a scripting language: what a configuration file says must end, and touch nothing else.</remarks>
internal sealed class AlertExpression
{
    private const int MostDepth = 32;
    private const int MostLetters = 500;

    private static readonly Dictionary<string, Func<UsageTotals, decimal?>> Names = new(StringComparer.Ordinal)
    {
        ["cost"] = totals => totals.PricedUsd ?? 0,
        ["calls"] = totals => totals.Calls,
        ["attempts"] = totals => totals.Attempts,
        ["succeeded"] = totals => totals.Succeeded,
        ["failed"] = totals => totals.Failed,
        ["refused"] = totals => totals.Refused,
        ["interrupted"] = totals => totals.Interrupted,
        ["cached"] = totals => totals.Cached,
        ["tokens"] = totals => totals.Tokens.Total,
        ["input"] = totals => totals.Tokens.Input,
        ["output"] = totals => totals.Tokens.Output,
        ["reasoning"] = totals => totals.Tokens.Reasoning,
        ["avoided"] = totals => totals.AvoidedUsd,
        ["unpriced"] = totals => totals.Coverage.UnpricedCalls,
        ["users"] = totals => totals.ActiveUsers,
        ["mean"] = totals => Seconds(totals.Latency?.Mean),
        ["p50"] = totals => Seconds(totals.Latency?.P50),
        ["p95"] = totals => Seconds(totals.Latency?.P95),
        ["p99"] = totals => Seconds(totals.Latency?.P99),
    };

    private readonly Func<UsageTotals, decimal?> _compute;

    private AlertExpression(Func<UsageTotals, decimal?> compute) => _compute = compute;

    /// <exception cref="FormatException">It is no expression; the message says where it goes wrong.</exception>
    public static AlertExpression Parse(string text)
    {
        if (text.Length > MostLetters) throw new FormatException($"It has more than {MostLetters} letters.");

        var reader = new Reader(text);
        Func<UsageTotals, decimal?> compute = reader.Sum(0);
        return reader.IsAtEnd ? new AlertExpression(compute) : throw reader.Fault("an operator");
    }

    /// <returns>The value; <see langword="null"/> where a part is not known, or is divided by zero.</returns>
    public decimal? Compute(UsageTotals totals)
    {
        try
        {
            return _compute(totals);
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static decimal? Seconds(TimeSpan? time) => time is { } known ? (decimal)known.TotalSeconds : null;

    private sealed class Reader(string text)
    {
        private int _at;

        public bool IsAtEnd => Peek() == '\0';

        public Func<UsageTotals, decimal?> Sum(int depth)
        {
            Func<UsageTotals, decimal?> left = Product(depth);
            while (Peek() is '+' or '-')
            {
                bool isPlus = text[_at++] == '+';
                (Func<UsageTotals, decimal?> first, Func<UsageTotals, decimal?> second) = (left, Product(depth));
                left = isPlus ? totals => first(totals) + second(totals) : totals => first(totals) - second(totals);
            }

            return left;
        }

        public FormatException Fault(string expected) =>
            new($"'{text}' has no {expected} at letter {_at + 1}. Names are {string.Join(", ", Names.Keys)}.");

        private Func<UsageTotals, decimal?> Product(int depth)
        {
            Func<UsageTotals, decimal?> left = Operand(depth);
            while (Peek() is '*' or '/')
            {
                bool isTimes = text[_at++] == '*';
                (Func<UsageTotals, decimal?> first, Func<UsageTotals, decimal?> second) = (left, Operand(depth));
                left = isTimes
                    ? totals => first(totals) * second(totals)
                    : totals => second(totals) is { } by and not 0 ? first(totals) / by : null;
            }

            return left;
        }

        private Func<UsageTotals, decimal?> Operand(int depth)
        {
            if (depth > MostDepth) throw new FormatException($"It is nested more than {MostDepth} deep.");
            if (Peek() != '(') return Word();

            _at++;
            Func<UsageTotals, decimal?> inner = Sum(depth + 1);
            if (Peek() != ')') throw Fault("closing bracket");
            _at++;
            return inner;
        }

        private Func<UsageTotals, decimal?> Word()
        {
            _ = Peek();
            int start = _at;
            while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] is '.' or '_')) _at++;
            string word = text[start.._at];
            if (Names.TryGetValue(word, out Func<UsageTotals, decimal?>? name)) return name;
            const NumberStyles digits = NumberStyles.AllowDecimalPoint;
            if (decimal.TryParse(word, digits, CultureInfo.InvariantCulture, out decimal number)) return _ => number;

            _at = start;
            throw Fault("name or number");
        }

        private char Peek()
        {
            while (_at < text.Length && text[_at] == ' ') _at++;
            return _at < text.Length ? text[_at] : '\0';
        }
    }
}
