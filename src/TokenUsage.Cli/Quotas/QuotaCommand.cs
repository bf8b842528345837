using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Spectre.Console;
using TokenUsage.Admission;
using TokenUsage.Storage;

namespace TokenUsage.Cli.Quotas;

/// <summary><c>token-usage quota</c>: reads and changes the quotas of a SQLite file while applications use it.</summary>
/// <remarks>Running processes take a change up within a second or two.</remarks>
internal sealed class QuotaCommand(IAnsiConsole console)
{
    private readonly Option<FileInfo> _file = new("--file")
    {
        Description = "The file of UseSqlite(…); usage.db when left out.",
        DefaultValueFactory = _ => new FileInfo("usage.db"),
    };

    private readonly Option<string> _actor = new("--actor")
    {
        Description = "Who makes the change; the operating system's user when left out.",
        DefaultValueFactory = _ => Environment.UserName,
    };

    public static Command Create(IAnsiConsole? console = null) =>
        new QuotaCommand(console ?? AnsiConsole.Console).Build();

    private Command Build() => new("quota", "Reads and changes the quotas that are kept in a SQLite file.")
    {
        ListCommand(), StatusCommand(), SetCommand(), HaltCommand(), ResumeCommand(),
    };

    private Command ListCommand()
    {
        var command = new Command("list", "Lists quotas, limits of single accounts, and halts.") { _file };
        command.SetAction((result, token) => RunAsync(result, session =>
        {
            QuotaTables.List(console, session.Book);
            return Task.CompletedTask;
        }, token));
        return command;
    }

    private Command StatusCommand()
    {
        var subject = new SubjectOptions();
        var command = new Command("status", "Says how far the quotas of a subject are used.") { _file };
        foreach (Option option in subject.All) command.Add(option);
        command.SetAction((result, token) => RunAsync(result, async session => QuotaTables.Status(
            console, await session.Quotas.GetStatusAsync(subject.Read(result), token).ConfigureAwait(false)), token));
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
        var command = new Command("set", "Defines a quota, or gives one subject a limit of its own.")
        {
            name, settings, _file, _actor, until,
        };
        foreach (Option option in subject.All) command.Add(option);
        command.SetAction((result, token) => RunAsync(result, session =>
        {
            string quota = result.GetRequiredValue(name);
            string[] words = result.GetRequiredValue(settings);
            var actor = new ChangeActor(result.GetRequiredValue(_actor));
            UsageDimensions who = subject.Read(result);
            return words is [var only] && SubjectOptions.Split(only) is ("limit", var limit)
                ? session.Quotas
                    .SetOverrideAsync(quota, who, Limit(limit), result.GetValue(until), actor, token).AsTask()
                : session.Quotas.DefineAsync(Define(quota, words), actor, token).AsTask();
        }, token));
        return command;
    }

    private Command HaltCommand()
    {
        var scope = ScopeArgument();
        var reason = new Option<string>("--reason")
        {
            Description = "Shown to those who are refused.",
            Required = true,
        };
        var command = new Command("halt", "Refuses every further call in a scope.") { scope, reason, _file, _actor };
        command.SetAction((result, token) => RunAsync(result, session => session.Quotas.HaltAsync(
            Scope(result.GetRequiredValue(scope)),
            result.GetRequiredValue(reason),
            new ChangeActor(result.GetRequiredValue(_actor)),
            token).AsTask(), token));
        return command;
    }

    private Command ResumeCommand()
    {
        var scope = ScopeArgument();
        var command = new Command("resume", "Ends a halt of exactly that scope.") { scope, _file, _actor };
        command.SetAction((result, token) => RunAsync(result, session => session.Quotas.ResumeAsync(
            Scope(result.GetRequiredValue(scope)),
            new ChangeActor(result.GetRequiredValue(_actor)),
            token).AsTask(), token));
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
        return new HaltScope { Dimension = Dimension.Parse(name), Value = value };
    }

    private static decimal? Limit(string text) =>
        text == "none" ? null : decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture);

    private static QuotaDefinition Define(string quota, string[] words)
    {
        IEnumerable<KeyValuePair<string, string?>> settings = words.Select(SubjectOptions.Split)
            .Select(pair => KeyValuePair.Create($"{quota}:{pair.Name}", (string?)pair.Value));
        var options = new QuotaOptions();
        QuotaSection.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), options);
        return options.Unread.Count == 0
            ? options.Quotas.Single()
            : throw new FormatException(string.Join(' ', options.Unread));
    }

    private async Task<int> RunAsync(ParseResult result, Func<QuotaSession, Task> action, CancellationToken token)
    {
        try
        {
            QuotaSession session = await QuotaSession.OpenAsync(result.GetRequiredValue(_file), token)
                .ConfigureAwait(false);
            await using (session.ConfigureAwait(false)) await action(session).ConfigureAwait(false);
            return 0;
        }
        catch (Exception exception) when (exception
            is FormatException or ArgumentException or IOException or UsageStoreException)
        {
            console.MarkupLineInterpolated($"[red]{exception.Message}[/]");
            return 1;
        }
    }
}
