using System.CommandLine;
using TokenUsage.Recording;
using TokenUsage.Storage;

namespace TokenUsage.Cli.Stores;

/// <summary><c>token-usage store</c>: what is done to a store itself.</summary>
internal sealed class StoreCommand
{
    private readonly StoreOptions _store = new();
    private readonly Option<bool> _json = StoreOptions.Json();

    public static Command Create() => new StoreCommand().Build();

    private Command Build() => new("store", "Checks, migrates, copies a store, and erases users from it.")
    {
        AuditCommand(), MigrateCommand(), BackUpCommand(), EraseCommand(),
    };

    private Command AuditCommand()
    {
        var repair = new Option<bool>("--repair") { Description = "Builds the rollups anew from the records first." };
        Command command = Over(
            "audit", "Proves that every sum is that of its records, and that the audit trail is whole.", repair);
        command.SetAction((result, token) => Guard.RunAsync(result, async () =>
        {
            await using StoreSession session = await OpenAsync(result, token).ConfigureAwait(false);
            StoreAudit audit = result.GetValue(repair)
                ? await session.Maintenance.RepairAsync(token).ConfigureAwait(false)
                : await session.Maintenance.AuditAsync(token).ConfigureAwait(false);
            AuditVerification trail = await session.Trail.VerifyAsync(token).ConfigureAwait(false);
            await SayAsync(result, StoreText.Of(audit, trail), StoreText.JsonOf(audit, trail)).ConfigureAwait(false);
            return audit.IsExact && trail.IsIntact ? ExitCode.Success : ExitCode.Failure;
        }));
        return command;
    }

    private Command MigrateCommand()
    {
        Command command = Over("migrate", "Brings the schema up to date, as an application does when it starts.");
        command.SetAction((result, token) => Guard.RunAsync(result, async () =>
        {
            StoreAddress address = DatabaseOf(result);
            await address.RequireThereAsync(beside: null, token).ConfigureAwait(false);
            long before = await address.ReadSchemaVersionAsync(token).ConfigureAwait(false);
            await using (await OpenAsync(result, token).ConfigureAwait(false))
            {
                // Opening migrates.
            }

            long after = await address.ReadSchemaVersionAsync(token).ConfigureAwait(false);
            string text = before == after
                ? $"The schema is up to date, version {after}."
                : $"The schema is version {after} now; it was {before}.";
            await SayAsync(result, text, $$"""{"before":{{before}},"after":{{after}}}""").ConfigureAwait(false);
            return ExitCode.Success;
        }));
        return command;
    }

    private Command BackUpCommand()
    {
        var target = new Argument<FileInfo>("file") { Description = "The copy; a file that does not exist yet." };
        Command command = Over("backup", "Writes a copy of one moment, while applications go on writing.", target);
        command.SetAction((result, token) => Guard.RunAsync(result, async () =>
        {
            FileInfo file = result.GetRequiredValue(target);
            await using StoreSession session = await OpenAsync(result, token).ConfigureAwait(false);
            await session.Maintenance.BackUpAsync(file.FullName, token).ConfigureAwait(false);
            file.Refresh();
            await SayAsync(
                result, $"{file.FullName}: {file.Length} bytes.",
                SummaryJson.Write(json =>
                {
                    json.WriteStartObject();
                    json.WriteString("file", file.FullName);
                    json.WriteNumber("bytes", file.Length);
                    json.WriteEndObject();
                })).ConfigureAwait(false);
            return ExitCode.Success;
        }));
        return command;
    }

    private Command EraseCommand()
    {
        var user = new Option<string>("--user") { Description = "The user, as records name it.", Required = true };
        var yes = new Option<bool>("--yes") { Description = "Confirms: an erasure cannot be taken back." };
        Command command = Over("erase", "Makes a user unknown. Totals stay.", user, yes);
        command.SetAction((result, token) => Guard.RunAsync(result, async () =>
        {
            string name = result.GetRequiredValue(user);
            if (name.Length == 0) throw new InputException("--user is empty; name the user as records do.");
            if (!result.GetValue(yes))
                throw new InputException($"Erasing '{name}' cannot be taken back; add --yes to confirm it.");

            // With the journal beside it: what dead processes left there is adopted and erased too.
            await using StoreSession session = await StoreSession
                .OpenAsync(DatabaseOf(result), new StoreOpening { Durability = Durability.Automatic }, token)
                .ConfigureAwait(false);
            ErasureReport report = await session.Erasure
                .EraseAsync(name, new ChangeActor(Environment.UserName), token).ConfigureAwait(false);
            await SayAsync(result, StoreText.Of(report), StoreText.JsonOf(report)).ConfigureAwait(false);
            return ExitCode.Success;
        }));
        return command;
    }

    private Command Over(string name, string description, params Symbol[] own)
    {
        var command = new Command(name, description) { _json };
        _store.AddTo(command);
        foreach (Symbol symbol in own)
        {
            if (symbol is Argument argument) command.Add(argument);
            if (symbol is Option option) command.Add(option);
        }

        return command;
    }

    private Task<StoreSession> OpenAsync(ParseResult result, CancellationToken cancellationToken) =>
        StoreSession.OpenAsync(DatabaseOf(result), cancellationToken);

    private StoreAddress DatabaseOf(ParseResult result)
    {
        StoreAddress address = _store.AddressOf(result);
        address.RequireDatabase("'store' works on the database itself");
        return address;
    }

    private Task SayAsync(ParseResult result, string text, string json) =>
        result.InvocationConfiguration.Output.WriteLineAsync(result.GetValue(_json) ? json : text);
}
