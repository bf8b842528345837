using System.Text;
using TokenUsage.Reporting.Reports;

namespace TokenUsage.Cli.Records;

/// <summary>Writes records as CSV with a first line of names.</summary>
internal sealed class CsvRecordWriter(IReadOnlyList<RecordColumn> columns, Func<UsageRecord, bool> isWritten)
    : IRecordWriter
{
    private readonly StringBuilder _line = new();

    public void Begin(TextWriter output)
    {
        output.Write(string.Join(',', columns.Select(column => column.Name)));
        output.Write("\r\n");
    }

    public bool Write(UsageRecord record, TextWriter output)
    {
        if (!isWritten(record)) return false;

        _line.Clear();
        for (int i = 0; i < columns.Count; i++)
        {
            if (i > 0) _line.Append(',');
            string? value = columns[i].ValueOf(record);
            if (columns[i].Kind == ColumnKind.Text) CsvText.AppendText(_line, value);
            else CsvText.AppendPlain(_line, value);
        }

        output.Write(_line.Append("\r\n"));
        return true;
    }

    public void End(TextWriter output)
    {
    }
}
