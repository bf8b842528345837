using System.Buffers;
using System.Text;

namespace TokenUsage.Reporting.Reports;

/// <summary>Writes and reads cells of CSV (RFC 4180), and keeps spreadsheets from running them.</summary>
/// <remarks>
/// A spreadsheet takes a cell for a formula that begins with one of a few letters, whoever wrote them: the name of a
/// user is enough. Such a cell gets an apostrophe in front, which spreadsheets take for "this is text" (OWASP, CSV
/// injection). A cell that begins with an apostrophe gets one more, so that reading takes back exactly what was added.
/// </remarks>
internal static class CsvText
{
    // The last four are the full-width forms, which spreadsheets read like the others.
    private const string FormulaStarts = "=+-@\t\r\n|%\uFF1D\uFF0B\uFF0D\uFF20";
    private const char Guarding = '\'';
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n;\t ");

    /// <summary>Appends a cell of text.</summary>
    public static void AppendText(StringBuilder line, string? text)
    {
        if (string.IsNullOrEmpty(text)) return;

        AppendPlain(line, MustGuard(text) ? Guarding + text : text);
    }

    /// <summary>Appends a cell that is a number or JSON, and needs no guard.</summary>
    public static void AppendPlain(StringBuilder line, string? text)
    {
        if (string.IsNullOrEmpty(text)) return;

        if (text.AsSpan().IndexOfAny(Quoted) < 0) line.Append(text);
        else line.Append('"').Append(text.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }

    /// <summary>Takes back what <see cref="AppendText"/> has put in front.</summary>
    public static string Unguard(string text) =>
        text.Length > 1 && text[0] == Guarding && MustGuard(text[1..]) ? text[1..] : text;

    /// <summary>Reads the rows of a text, quoted line breaks included.</summary>
    /// <exception cref="InvalidDataException">A quote is never closed.</exception>
    public static IEnumerable<List<string>> Read(TextReader reader)
    {
        var row = new List<string>();
        var cell = new StringBuilder();
        bool isQuoted = false;
        for (int next = reader.Read(); next >= 0; next = reader.Read())
        {
            char letter = (char)next;
            if (isQuoted)
            {
                if (letter != '"') cell.Append(letter);
                else if (reader.Peek() == '"') cell.Append((char)reader.Read());
                else isQuoted = false;
                continue;
            }

            switch (letter)
            {
                case '"':
                    isQuoted = true;
                    break;
                case ',':
                    row.Add(Take(cell));
                    break;
                case '\n':
                    row.Add(Take(cell));
                    yield return row;
                    row = [];
                    break;
                case '\r':
                    break;
                default:
                    cell.Append(letter);
                    break;
            }
        }

        if (isQuoted) throw new InvalidDataException("A quote at the end of the file is never closed.");
        if (cell.Length == 0 && row.Count == 0) yield break;

        row.Add(Take(cell));
        yield return row;
    }

    // Behind spaces and quotes too: some programs drop them before they look.
    private static bool MustGuard(string text)
    {
        ReadOnlySpan<char> rest = text.AsSpan().TrimStart(" \"\u00A0\u3000\uFEFF");
        return text[0] == Guarding || (rest.Length > 0 && FormulaStarts.Contains(rest[0]));
    }

    private static string Take(StringBuilder cell)
    {
        string text = cell.ToString();
        cell.Clear();
        return text;
    }
}
