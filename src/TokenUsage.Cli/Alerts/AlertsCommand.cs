using System.CommandLine;
using TokenUsage.Cli.Stores;

namespace TokenUsage.Cli.Alerts;

/// <summary><c>token-usage alerts</c>: reads and handles the alerts of a SQLite file while applications use it.</summary>
internal sealed class AlertsCommand(TimeProvider time)
{
    private readonly Option<FileInfo> _store = StoreOptions.Store();
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
        var command = new Command("alerts", "Reads and handles the alerts that are kept in a SQLite file.")
        {
            ListCommand(), HistoryCommand(), DeliveriesCommand(), SilenceCommand(), TestCommand(),
            ChangeCommand("ack", "Takes an alert up.", (a, id, who, token) => a.AcknowledgeAsync(id, who, token)),
            ChangeCommand("resolve", "Ends an alert.", (a, id, who, token) => a.ResolveAsync(id, who, token)),
            ChangeCommand(
                "dismiss", "Ends an alert, and keeps it quiet until all has once been well.",
                (a, id, who, token) => a.DismissAsync(id, who, token)),
        };
        foreach (Option option in (Option[])[_list, _active, _store, _json]) command.Add(option);
        command.SetAction(ListAsync);
        return command;
    }

    private Command ListCommand()
    {
        var command = new Command("list", "Lists the alerts that hold.") { _store, _json, _active };
        command.SetAction(ListAsync);
        return command;
    }

    private Task<int> ListAsync(ParseResult result, CancellationToken token) => RunAsync(result, async alerts =>
        AlertTables.Show(
            result.InvocationConfiguration.Output, result.GetValue(_json),
            await alerts.GetActiveAsync(token).ConfigureAwait(false)));

    private Command HistoryCommand()
    {
        var rule = new Option<string>("--rule") { Description = "Only alerts of this rule." };
        var severity = new Option<AlertSeverity>("--severity") { Description = "Only alerts at least this urgent." };
        var limit = new Option<int>("--limit") { Description = "The most alerts.", DefaultValueFactory = _ => 100 };
        var range = new RangeOptions();
        var command = new Command("history", "Lists alerts, the latest first.")
        {
            _store, _json, rule, severity, limit,
        };
        range.AddTo(command);
        command.SetAction((result, token) => RunAsync(result, async alerts =>
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
        }));
        return command;
    }

    private Command DeliveriesCommand()
    {
        var state = new Option<AlertDeliveryState?>("--state") { Description = "Waiting, Sent or Dead; or all." };
        var command = new Command("deliveries", "Lists messages: those that wait, were sent, were given up.")
        {
            _store, _json, state,
        };
        command.SetAction((result, token) => RunAsync(result, async alerts => AlertTables.Show(
            result.InvocationConfiguration.Output, result.GetValue(_json),
            await alerts.GetDeliveriesAsync(result.GetValue(state), token).ConfigureAwait(false))));
        return command;
    }

    private Command ChangeCommand(
        string name, string description,
        Func<ITokenAlerts, Guid, ChangeActor, CancellationToken, ValueTask<Alert>> change)
    {
        var id = new Argument<Guid>("id") { Description = "The alert's id, as list shows it." };
        var command = new Command(name, description) { id, _store, _json, _actor };
        command.SetAction((result, token) => RunAsync(result, async alerts =>
        {
            try
            {
                Alert alert = await change(
                    alerts, result.GetRequiredValue(id), new ChangeActor(result.GetRequiredValue(_actor)), token)
                    .ConfigureAwait(false);
                AlertTables.Show(result.InvocationConfiguration.Output, result.GetValue(_json), [alert]);
            }
            catch (KeyNotFoundException exception)
            {
                throw new InputException(exception.Message);
            }
        }));
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
            rule, length, subject, reason, _store, _actor,
        };
        command.SetAction((result, token) => RunAsync(result, async alerts =>
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
            await result.InvocationConfiguration.Output
                .WriteLineAsync($"'{silence.Rule}' is silent until {silence.Until:u}.").ConfigureAwait(false);
        }));
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
            rule, settings, _store,
        };
        range.AddTo(command);
        command.SetAction((result, token) => RunAsync(
            result,
            async alerts => AlertTables.Show(
                result.InvocationConfiguration.Output,
                await alerts.TestAsync(result.GetRequiredValue(rule), range.RangeOf(result, time), token)
                    .ConfigureAwait(false)),
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

    private Task<int> RunAsync(
        ParseResult result, Func<ITokenAlerts, Task> action,
        IEnumerable<KeyValuePair<string, string?>>? settings = null) => Guard.RunAsync(result, async () =>
    {
        AlertSession session = AlertSession.Open(result.GetRequiredValue(_store), settings);
        await using (session.ConfigureAwait(false)) await action(session.Alerts).ConfigureAwait(false);
        return ExitCode.Success;
    });
}
