using System.CommandLine;
using TokenUsage.Cli.Stores;

namespace TokenUsage.Cli.Alerts;

/// <summary><c>token-usage alerts</c>: reads and handles the alerts of a store while applications use it.</summary>
internal sealed class AlertsCommand(TimeProvider time)
{
    private const string Section = "TokenUsage:Alerts:";

    private readonly StoreOptions _store = new();
    private readonly Option<bool> _json = StoreOptions.Json();
    private readonly Option<bool> _list = new("--list") { Description = "Lists the alerts that hold, as list does." };
    private readonly Option<bool> _active = new("--active") { Description = "Only those that hold, as list does." };
    private readonly Option<string> _actor = new("--actor")
    {
        Description = "Who decides; the operating system's user when left out.",
        DefaultValueFactory = _ => Environment.UserName,
    };

    public static Command Create(TimeProvider? time = null) => new AlertsCommand(time ?? TimeProvider.System).Build();

    private Command Build()
    {
        var command = new Command("alerts", "Reads and handles the alerts of a store, or of a running service.")
        {
            ListCommand(), HistoryCommand(), DeliveriesCommand(), SilenceCommand(), TestCommand(),
            ChangeCommand("ack", "Takes an alert up.", (a, id, who, token) => a.AcknowledgeAsync(id, who, token)),
            ChangeCommand("resolve", "Ends an alert.", (a, id, who, token) => a.ResolveAsync(id, who, token)),
            ChangeCommand(
                "dismiss", "Ends an alert, and keeps it quiet until all has once been well.",
                (a, id, who, token) => a.DismissAsync(id, who, token)),
        };
        foreach (Option option in (Option[])[_list, _active, _json]) command.Add(option);
        _store.AddTo(command);
        command.SetAction(ListAsync);
        return command;
    }

    private Command ListCommand()
    {
        var command = new Command("list", "Lists the alerts that hold.") { _json, _active };
        _store.AddTo(command);
        command.SetAction(ListAsync);
        return command;
    }

    private Task<int> ListAsync(ParseResult result, CancellationToken token) => RunAsync(
        result,
        async alerts => AlertTables.Show(
            result.InvocationConfiguration.Output, result.GetValue(_json),
            await alerts.GetActiveAsync(token).ConfigureAwait(false)),
        token);

    private Command HistoryCommand()
    {
        var rule = new Option<string>("--rule") { Description = "Only alerts of this rule." };
        var severity = new Option<AlertSeverity>("--severity") { Description = "Only alerts at least this urgent." };
        var limit = new Option<int>("--limit") { Description = "The most alerts.", DefaultValueFactory = _ => 100 };
        var range = new RangeOptions();
        var command = new Command("history", "Lists alerts, the latest first.")
        {
            _json, rule, severity, limit,
        };
        _store.AddTo(command);
        range.AddTo(command);
        command.SetAction((result, token) => RunAsync(
            result,
            async alerts =>
            {
                TimeRange asked = range.RangeOf(result, time);
                var query = new AlertQuery
                {
                    Rule = result.GetValue(rule),
                    MinSeverity = result.GetValue(severity),
                    Limit = result.GetValue(limit),
                    From = asked.From ?? time.GetUtcNow() - asked.Length,
                    To = asked.To,
                };
                AlertTables.Show(
                    result.InvocationConfiguration.Output, result.GetValue(_json),
                    await alerts.GetHistoryAsync(query, token).ConfigureAwait(false));
            },
            token));
        return command;
    }

    private Command DeliveriesCommand()
    {
        var state = new Option<AlertDeliveryState?>("--state") { Description = "Waiting, Sent or Dead; or all." };
        var command = new Command("deliveries", "Lists messages: those that wait, were sent, were given up.")
        {
            _json, state,
        };
        _store.AddTo(command);
        command.SetAction((result, token) => RunAsync(
            result,
            async alerts => AlertTables.Show(
                result.InvocationConfiguration.Output, result.GetValue(_json),
                await alerts.GetDeliveriesAsync(result.GetValue(state), token).ConfigureAwait(false)),
            token));
        return command;
    }

    private Command ChangeCommand(
        string name, string description,
        Func<ITokenAlerts, Guid, ChangeActor, CancellationToken, ValueTask<Alert>> change)
    {
        var id = new Argument<Guid>("id") { Description = "The alert's id, as list shows it." };
        var command = new Command(name, description) { id, _json, _actor };
        _store.AddTo(command);
        command.SetAction((result, token) => RunAsync(
            result,
            async alerts =>
            {
                Alert alert = await change(
                    alerts, result.GetRequiredValue(id), new ChangeActor(result.GetRequiredValue(_actor)), token)
                    .ConfigureAwait(false);
                AlertTables.Show(result.InvocationConfiguration.Output, result.GetValue(_json), [alert]);
            },
            token));
        return command;
    }

    private Command SilenceCommand()
    {
        var rule = new Argument<string>("rule") { Description = "The rule; a * at the end stands for any rest." };
        var length = new Option<string>("--for") { Description = "How long from now: 90m, 8h, 2d.", Required = true };
        var subject = new Option<string>("--subject") { Description = "Only this subject: user=alice." };
        var reason = new Option<string>("--reason") { Description = "Why." };
        var command = new Command("silence", "Keeps messages back for a time; what then still fires is told.")
        {
            rule, length, subject, reason, _actor, _json,
        };
        _store.AddTo(command);
        command.SetAction((result, token) => RunAsync(
            result,
            async alerts =>
            {
                DateTimeOffset now = time.GetUtcNow();
                AlertSilence silence = await alerts.SilenceAsync(
                    new AlertSilence
                    {
                        Rule = result.GetRequiredValue(rule),
                        Subject = result.GetValue(subject),
                        From = now,
                        Until = now + RangeOptions.LengthOf(result.GetRequiredValue(length)),
                        Reason = result.GetValue(reason),
                        Actor = result.GetValue(_actor),
                    },
                    token).ConfigureAwait(false);
                AlertTables.Show(result.InvocationConfiguration.Output, result.GetValue(_json), silence);
            },
            token));
        return command;
    }

    private Command TestCommand()
    {
        var rule = new Argument<string>("rule") { Description = "A built-in rule, or the one of the settings." };
        var settings = new Argument<string[]>("settings")
        {
            Description = "The rule, as in TokenUsage:Alerts:Rules: Kind=Cost Period=Day Thresholds=20:High Per=user.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var range = new RangeOptions();
        var command = new Command("test", "Says what a rule would have told in a time that is over; sends nothing.")
        {
            rule, settings, _json,
        };
        _store.AddTo(command);
        range.AddTo(command);
        command.SetAction((result, token) => RunAsync(
            result,
            async alerts => AlertTables.Show(
                result.InvocationConfiguration.Output, result.GetValue(_json),
                await alerts.TestAsync(result.GetRequiredValue(rule), range.RangeOf(result, time), token)
                    .ConfigureAwait(false)),
            token,
            (result.GetValue(settings) ?? []).Select(word => Setting(result.GetRequiredValue(rule), word))));
        return command;
    }

    private static KeyValuePair<string, string?> Setting(string rule, string word)
    {
        int equals = word.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? KeyValuePair.Create($"Rules:{rule}:{word[..equals]}", (string?)word[(equals + 1)..])
            : throw new InputException($"'{word}' has no '='. Write name=value: Kind=Cost.");
    }

    // A service takes the name of whom it let in: one that is given here would be written down nowhere.
    private StoreAddress AddressOf(ParseResult result, bool isTest)
    {
        StoreAddress address = _store.AddressOf(result);
        if (isTest) address.RequireDatabase("'alerts test' replays calls through rules of its own");
        if (result.GetResult(_actor) is { Implicit: false })
            address.RequireDatabase("--actor names who decides", "It writes down whom it let in; leave --actor out.");
        return address;
    }

    private Task<int> RunAsync(
        ParseResult result, Func<ITokenAlerts, Task> action, CancellationToken cancellationToken,
        IEnumerable<KeyValuePair<string, string?>>? settings = null) => Guard.RunAsync(result, async () =>
    {
        var opening = new StoreOpening
        {
            Beside = ".alerts",
            Settings = settings?.ToDictionary(pair => Section + pair.Key, pair => pair.Value),
        };
        StoreSession session = await StoreSession
            .OpenAsync(AddressOf(result, isTest: settings is not null), opening, cancellationToken)
            .ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            try
            {
                await action(session.Alerts).ConfigureAwait(false);
            }
            catch (KeyNotFoundException exception)
            {
                throw new InputException(exception.Message);
            }
        }

        return ExitCode.Success;
    });
}
