using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using TokenUsage.Admission;
using TokenUsage.Admission.Ledger;

namespace TokenUsage.Benchmarks;

/// <summary>Three quotas a user, in a ledger and behind a gate, for all threads of a benchmark.</summary>
internal sealed class SharedLedger
{
    private readonly LedgerLine[] _lines;
    private readonly QuotaAccount[] _accounts;
    private readonly UsageDimensions[] _subjects;

    public SharedLedger(string[] users)
    {
        var options = new QuotaOptions();
        options.Quotas.Add(Quota("user-day", new QuotaWindow()));
        options.Quotas.Add(Quota("user-month", new QuotaWindow { Kind = QuotaWindowKind.Month }));
        options.Quotas.Add(Quota("user-minute", new QuotaWindow { Kind = QuotaWindowKind.Burst }));
        NowMicros = UnixMicros.Now(TimeProvider.System);
        Gate = new QuotaGate(
            new MemoryQuotaLedger(TimeProvider.System),
            new UnchangingOptions(options),
            new UnknownCeilings(),
            TimeProvider.System,
            NullLogger<QuotaGate>.Instance,
            []);
        _subjects = [.. users.Select(user => new UsageDimensions { User = user })];
        _lines = [.. LinesOf(_subjects[0])];
        _accounts = [.. _subjects.SelectMany(LinesOf).Select(line => line.Account)];
    }

    public MemoryQuotaLedger Ledger { get; } = new(TimeProvider.System);

    public QuotaGate Gate { get; }

    public long NowMicros { get; }

    public int UserCount => _subjects.Length;

    /// <summary>Asks for a user's three quotas, as the gate does.</summary>
    public void Fill(LedgerClaim claim, int user)
    {
        for (int i = 0; i < _lines.Length; i++)
        {
            claim.Add(_lines[i] with { Account = _accounts[(user * _lines.Length) + i] });
        }
    }

    public UsageDimensions SubjectOf(int user) => _subjects[user];

    private IEnumerable<LedgerLine> LinesOf(UsageDimensions subject) =>
        Gate.Book.Rules.Select(rule => rule.LineFor(SubjectRequest.Of(subject), NowMicros, amount: 10));

    private static QuotaDefinition Quota(string name, QuotaWindow window) => new()
    {
        Name = name,
        Unit = QuotaUnit.Tokens,
        Limit = 1L << 50,
        Per = [Dimension.User],
        Window = window,
    };

    private sealed class UnchangingOptions(QuotaOptions options) : IOptionsMonitor<QuotaOptions>
    {
        public QuotaOptions CurrentValue => options;

        public QuotaOptions Get(string? name) => options;

        public IDisposable? OnChange(Action<QuotaOptions, string?> listener) => null;
    }
}
