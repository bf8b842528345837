using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using TokenUsage.Admission;
using TokenUsage.Cli.Stores;

namespace TokenUsage.Cli.Quotas;

/// <summary><c>token-usage quota</c>: reads and changes the quotas of a store while applications use it.</summary>
/// <remarks>Running processes take a change up within a second or two.</remarks>
internal sealed class QuotaCommand
{
    private readonly StoreOptions _store = new();
    private readonly Option<bool> _json = StoreOptions.Json();

    private readonly Option<string> _actor = new("--actor")
    {
        Description = "Who makes the change; the operating system's user when left out.",
        DefaultValueFactory = _ => Environment.UserName,
    };

    public static Command Create() => new QuotaCommand().Build();

    private Command Build() => new("quota", "Reads and changes the quotas of a store, or of a running service.")
    {
        ListCommand(), StatusCommand(), SetCommand(), HaltCommand(), ResumeCommand(),
    };

    private Command ListCommand()
    {
        Command command = Over("list", "Lists quotas, limits of single accounts, and halts.", _json);
        command.SetAction((result, token) => RunAsync(
            result, session => ShowAsync(result, session.QuotaBook), token, "'quota list' shows what is defined",
            "'quota status' shows the quotas of a subject, and how far they are used."));
        return command;
    }

    private async Task ShowAsync(ParseResult result, QuotaBook book)
    {
        TextWriter output = result.InvocationConfiguration.Output;
        if (result.GetValue(_json)) await output.WriteLineAsync(QuotaJson.Of(book)).ConfigureAwait(false);
        else QuotaTables.List(Terminal.Over(output), book);
    }

    private Command StatusCommand()
    {
        var subject = new SubjectOptions();
        Command command = Over("status", "Says how far the quotas of a subject are used.", [.. subject.All, _json]);
        command.SetAction((result, token) => RunAsync(
            result,
            async session =>
            {
                IReadOnlyList<QuotaStatus> statuses =
                    await session.Quotas.GetStatusAsync(subject.Read(result), token).ConfigureAwait(false);
                TextWriter output = result.InvocationConfiguration.Output;
                if (result.GetValue(_json)) await output.WriteLineAsync(QuotaJson.Of(statuses)).ConfigureAwait(false);
                else QuotaTables.Status(Terminal.Over(output), statuses);
            },
            token));
        return command;
    }

    private Command SetCommand()
    {
        var name = new Argument<string>("quota") { Description = "The quota's name." };
        var settings = new Argument<string[]>("settings")
        {
            Description = "What it is to be, as in TokenUsage:Quotas: tokens=5000 per=user window=Month; "
                + "with a subject limit=5000, or limit=none.",
            Arity = ArgumentArity.OneOrMore,
        };
        var until = new Option<DateTimeOffset?>("--until") { Description = "When a subject's own limit ends." };
        var subject = new SubjectOptions();
        Command command = Over(
            "set", "Defines a quota, or gives one subject a limit of its own.",
            [name, settings, _actor, until, .. subject.All]);
        command.SetAction((result, token) =>
        {
            string quota = result.GetRequiredValue(name);
            string[] words = result.GetRequiredValue(settings);
            string? limit = words is [var only] && only.StartsWith("limit=", StringComparison.Ordinal)
                ? only["limit=".Length..] : null;
            return RunAsync(
                result,
                session => limit is not null
                    ? session.Quotas.SetOverrideAsync(
                        quota, subject.Read(result), Limit(limit), result.GetValue(until), ActorOf(result), token)
                        .AsTask()
                    : session.Quotas.DefineAsync(Define(quota, words), ActorOf(result), token).AsTask(),
                token, limit is null ? "'quota set' defines a quota" : null,
                "Define it where the service reads its settings; 'quota set NAME limit=…' works.");
        });
        return command;
    }

    private Command HaltCommand()
    {
        Argument<string> scope = ScopeArgument();
        var reason = new Option<string>("--reason")
        {
            Description = "Shown to those who are refused.",
            Required = true,
        };
        Command command = Over("halt", "Refuses every further call in a scope.", scope, reason, _actor);
        command.SetAction((result, token) => RunAsync(
            result,
            session => session.Quotas.HaltAsync(
                Scope(result.GetRequiredValue(scope)), result.GetRequiredValue(reason), ActorOf(result), token)
                .AsTask(),
            token));
        return command;
    }

    private Command ResumeCommand()
    {
        Argument<string> scope = ScopeArgument();
        Command command = Over("resume", "Ends a halt of exactly that scope.", scope, _actor);
        command.SetAction((result, token) => RunAsync(
            result,
            session => session.Quotas
                .ResumeAsync(Scope(result.GetRequiredValue(scope)), ActorOf(result), token).AsTask(),
            token));
        return command;
    }

    private Command Over(string name, string description, params Symbol[] own)
    {
        var command = new Command(name, description);
        foreach (Symbol symbol in own)
        {
            if (symbol is Argument argument) command.Add(argument);
            if (symbol is Option option) command.Add(option);
        }

        _store.AddTo(command);
        return command;
    }

    private static Argument<string> ScopeArgument() => new("scope")
    {
        Description = "Everything, or a dimension's value: project=acme, user=alice, model=gpt-4o.",
        DefaultValueFactory = _ => "everything",
    };

    private static HaltScope Scope(string text)
    {
        if (text == "everything") return HaltScope.Everything;

        (string name, string value) = SubjectOptions.Split(text);
        return new HaltScope { Dimension = RangeOptions.DimensionOf(name), Value = value };
    }

    private static decimal? Limit(string text) => text == "none" ? null
        : decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out decimal limit) ? limit
        : throw new InputException($"limit={text} is no number; write limit=5000, or limit=none.");

    private static QuotaDefinition Define(string quota, string[] words)
    {
        IEnumerable<KeyValuePair<string, string?>> settings = words.Select(SubjectOptions.Split)
            .Select(pair => KeyValuePair.Create($"{quota}:{pair.Name}", (string?)pair.Value));
        var options = new QuotaOptions();
        QuotaSection.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), options);
        return options.Unread.Count == 0
            ? options.Quotas.Single()
            : throw new InputException(string.Join(' ', options.Unread));
    }

    private ChangeActor ActorOf(ParseResult result) => new(result.GetRequiredValue(_actor));

    /// <param name="result">What was asked.</param>
    /// <param name="action">What is done.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="needsDatabase">What a service does not do for others; null when it does.</param>
    /// <param name="instead">What to do instead.</param>
    private Task<int> RunAsync(
        ParseResult result, Func<StoreSession, Task> action, CancellationToken cancellationToken,
        string? needsDatabase = null, string? instead = null) => Guard.RunAsync(result, async () =>
    {
        StoreAddress address = _store.AddressOf(result);
        if (needsDatabase is not null) address.RequireDatabase(needsDatabase, instead);
        if (result.GetResult(_actor) is { Implicit: false })
            address.RequireDatabase("--actor names who decides", "It writes down whom it let in; leave --actor out.");

        var opening = new StoreOpening { Beside = ".quotas" };
        StoreSession session =
            await StoreSession.OpenAsync(address, opening, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            await session.AdoptQuotasAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                await action(session).ConfigureAwait(false);
            }
            catch (KeyNotFoundException exception)
            {
                throw new InputException(exception.Message);
            }
        }

        return ExitCode.Success;
    });
}
