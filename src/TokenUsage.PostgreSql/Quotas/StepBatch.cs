using Npgsql;
using NpgsqlTypes;
using TokenUsage.Admission;
using TokenUsage.PostgreSql.Records;

namespace TokenUsage.PostgreSql.Quotas;

/// <summary>Steps as the server's function takes them: their counters, each once and in one order, and their lines.</summary>
internal sealed class StepBatch
{
    private readonly IReadOnlyList<LedgerStep> _steps;
    private readonly LedgerLine[] _lines;
    private readonly LedgerLine[] _counters; // one line of each counter, in the order of their keys
    private readonly Guid[] _keys;
    private readonly int[] _counterOfLine; // counted from 1, as the server does

    public StepBatch(IReadOnlyList<LedgerStep> steps)
    {
        _steps = steps;
        _lines = [.. steps.SelectMany(step => step.Lines)];
        Guid[] ids = [.. steps.SelectMany(step => step.Counters)];
        _keys = [.. ids.Distinct().Order()]; // Guid's order is that of its bytes, which is the server's too
        _counterOfLine = [.. ids.Select(id => Array.BinarySearch(_keys, id) + 1)];
        _counters = new LedgerLine[_keys.Length];
        for (int i = 0; i < _lines.Length; i++) _counters[_counterOfLine[i] - 1] = _lines[i];
    }

    /// <summary>Gets the call of the server's function.</summary>
    public static string Function { get; } =
        $"SELECT * FROM $schema$.quota_steps({string.Join(", ", Enumerable.Range(1, 23).Select(i => $"${i}"))})";

    public void AddTo(NpgsqlParameterCollection parameters, bool synchronousCommit, long rememberMicros)
    {
        DimensionSql.Add(parameters, synchronousCommit);
        DimensionSql.Add(parameters, rememberMicros);
        DimensionSql.Add(parameters, _keys);
        AddCounters(parameters, NpgsqlDbType.Text, line => line.Account.Text);
        AddCounters(parameters, NpgsqlDbType.Bigint, line => line.Window.Id);
        AddCounters(parameters, NpgsqlDbType.Smallint, line => (short)line.Window.Shape);
        AddCounters(parameters, NpgsqlDbType.Bigint, line => line.Window.EndMicros);
        AddCounters(parameters, NpgsqlDbType.Bigint, line => line.Window.LengthMicros);
        AddCounters(parameters, NpgsqlDbType.Integer, line => line.Window.Parts);
        AddCounters(parameters, NpgsqlDbType.Bigint, line => line.Window.KeepMicros);

        int last = 0;
        DimensionSql.Add<Guid[]>(parameters, [.. _steps.Select(step => step.Id)]);
        DimensionSql.Add<short[]>(parameters, [.. _steps.Select(step => (short)step.Kind)]);
        DimensionSql.Add<int[]>(parameters, [.. _steps.Select(step => last += step.Lines.Length)]);
        DimensionSql.Add<long[]>(parameters, [.. _steps.Select(step => step.LeaseMicros)]);
        DimensionSql.Add<long[]>(parameters, [.. _steps.Select(step => step.AdmittedAtMicros)]);
        DimensionSql.Add<long[]>(parameters, [.. _steps.SelectMany(step => step.Actual)]);

        DimensionSql.Add(parameters, _counterOfLine);
        AddLines(parameters, line => line.Window.StartMicros);
        AddLines(parameters, line => (short)line.Unit);
        AddLines(parameters, line => line.Limit);
        AddLines(parameters, line => line.Burst);
        AddLines(parameters, line => line.Amount);
        AddLines(parameters, line => line.Enforced);
    }

    /// <summary>Hands each step its answer.</summary>
    public void Complete(NpgsqlDataReader row)
    {
        long now = row.GetInt64(0);
        short[] statuses = row.GetFieldValue<short[]>(1);
        int[] lines = row.GetFieldValue<int[]>(2);
        long[] retries = row.GetFieldValue<long[]>(3);
        long[] used = row.GetFieldValue<long[]>(4);
        long[] held = row.GetFieldValue<long[]>(5);
        bool[] exceeds = row.GetFieldValue<bool[]>(6);
        int line = 0;
        for (int i = 0; i < _steps.Count; i++)
        {
            var balances = new LedgerBalance[_steps[i].Lines.Length];
            for (int j = 0; j < balances.Length; j++, line++)
            {
                balances[j] = new LedgerBalance(used[line], held[line], exceeds[line]);
            }

            _steps[i].Complete(new StepAnswer(statuses[i], lines[i], now, retries[i], balances));
        }
    }

    private void AddCounters<T>(NpgsqlParameterCollection parameters, NpgsqlDbType type, Func<LedgerLine, T> read) =>
        parameters.Add(new NpgsqlParameter<T[]>
        {
            TypedValue = [.. _counters.Select(read)],
            NpgsqlDbType = NpgsqlDbType.Array | type,
        });

    private void AddLines<T>(NpgsqlParameterCollection parameters, Func<LedgerLine, T> read) =>
        DimensionSql.Add<T[]>(parameters, [.. _lines.Select(read)]);
}
