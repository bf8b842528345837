using System.CommandLine;

namespace TokenUsage.Cli.Stores;

/// <summary><c>token-usage status</c>: how large a store is, what the last day brought, and what waits beside it.</summary>
internal sealed class StatusCommand
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    private readonly StoreOptions _store = new();
    private readonly Option<bool> _json = StoreOptions.Json();

    private readonly Option<string> _user = new("--user", "-u")
    {
        Description = "Only this user's calls, and how far the user's quotas are used.",
    };

    public static Command Create() => new StatusCommand().Build();

    private Command Build()
    {
        var command = new Command("status", "Says what a store holds and what waits in the journal beside it.")
        {
            _user, _json,
        };
        _store.AddTo(command);
        command.SetAction((result, token) => Guard.RunAsync(result, () => RunAsync(result, token)));
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        StoreAddress address = _store.AddressOf(result);
        await using StoreSession session =
            await StoreSession.OpenAsync(address, cancellationToken).ConfigureAwait(false);
        string? user = result.GetValue(_user);
        var status = new StoreStatus
        {
            Address = address,
            User = user,
            Day = await TotalsAsync(session, Day, user, cancellationToken).ConfigureAwait(false),
            Month = await TotalsAsync(session, Month, user, cancellationToken).ConfigureAwait(false),
            Quotas = user is null ? [] : await QuotasAsync(session, user, cancellationToken).ConfigureAwait(false),
            Journal = user is null && !address.IsService && session.Store.JournalPath is { } path
                ? JournalStatus.Of(path) : null,
        };
        TextWriter output = result.InvocationConfiguration.Output;
        if (result.GetValue(_json)) await output.WriteLineAsync(StatusText.JsonOf(status)).ConfigureAwait(false);
        else StatusText.Write(Terminal.Over(output), status);
        return ExitCode.Success;
    }

    private static async Task<UsageTotals> TotalsAsync(
        StoreSession session, TimeSpan length, string? user, CancellationToken cancellationToken)
    {
        var query = new UsageQuery
        {
            Range = TimeRange.Last(length),
            Where = user is null ? [] : [UsageFilter.In(Dimension.User, user)],
        };
        return (await session.Stats.QueryAsync(query, cancellationToken).ConfigureAwait(false)).Totals;
    }

    private static async Task<IReadOnlyList<QuotaStatus>> QuotasAsync(
        StoreSession session, string user, CancellationToken cancellationToken)
    {
        await session.AdoptQuotasAsync(cancellationToken).ConfigureAwait(false);
        return await session.Quotas.GetStatusAsync(new UsageDimensions { User = user }, cancellationToken)
            .ConfigureAwait(false);
    }
}
