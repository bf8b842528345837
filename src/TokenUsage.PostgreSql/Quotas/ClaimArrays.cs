using Npgsql;
using NpgsqlTypes;
using TokenUsage.Admission;
using TokenUsage.PostgreSql.Records;

namespace TokenUsage.PostgreSql.Quotas;

/// <summary>A claim as the server's functions take it: its counters, each once and in one order, and its lines.</summary>
internal sealed class ClaimArrays
{
    private readonly LedgerLine[] _lines;
    private readonly LedgerLine[] _counters; // one line of each counter, in the order of their keys
    private readonly Guid[] _keys;
    private readonly int[] _counterOfLine; // counted from 1, as the server does

    public ClaimArrays(LedgerClaim claim)
    {
        _lines = claim.Lines.ToArray();
        Guid[] ids = [.. _lines.Select(line => CounterId.Of(line))];
        _keys = [.. ids.Distinct().Order()]; // Guid's order is that of its bytes, which is the server's too
        _counterOfLine = [.. ids.Select(id => Array.IndexOf(_keys, id) + 1)];
        _counters = [.. _keys.Select(key => _lines[Array.IndexOf(ids, key)])];
    }

    public void AddCounters(NpgsqlParameterCollection parameters)
    {
        DimensionSql.Add(parameters, _keys);
        Add(parameters, NpgsqlDbType.Text, line => line.Account.Text);
        Add(parameters, NpgsqlDbType.Bigint, line => line.Window.Id);
        Add(parameters, NpgsqlDbType.Smallint, line => (short)line.Window.Shape);
        Add(parameters, NpgsqlDbType.Bigint, line => line.Window.EndMicros);
        Add(parameters, NpgsqlDbType.Bigint, line => line.Window.LengthMicros);
        Add(parameters, NpgsqlDbType.Integer, line => line.Window.Parts);
        Add(parameters, NpgsqlDbType.Bigint, line => line.Window.KeepMicros);
        DimensionSql.Add(parameters, _counterOfLine);
    }

    public void AddLine<T>(NpgsqlParameterCollection parameters, Func<LedgerLine, T> read) =>
        DimensionSql.Add<T[]>(parameters, [.. _lines.Select(read)]);

    private void Add<T>(NpgsqlParameterCollection parameters, NpgsqlDbType type, Func<LedgerLine, T> read) =>
        parameters.Add(new NpgsqlParameter<T[]>
        {
            TypedValue = [.. _counters.Select(read)],
            NpgsqlDbType = NpgsqlDbType.Array | type,
        });
}
