using System.CommandLine;
using Microsoft.Extensions.Options;
using TokenUsage.Storage;

namespace TokenUsage.Cli;

/// <summary>Runs what a command does, and turns its faults into one sentence and an exit code.</summary>
internal static class Guard
{
    public static async Task<int> RunAsync(ParseResult result, Func<Task<int>> action)
    {
        TextWriter error = result.InvocationConfiguration.Error;
        try
        {
            return await action().ConfigureAwait(false);
        }
        catch (InputException exception)
        {
            await error.WriteLineAsync(exception.Message).ConfigureAwait(false);
            return ExitCode.BadInput;
        }
        catch (OptionsValidationException exception)
        {
            // Settings of a file: each fault in a line, as 'config validate' tells them.
            foreach (string failure in exception.Failures) await error.WriteLineAsync(failure).ConfigureAwait(false);
            return ExitCode.BadInput;
        }
        catch (ArgumentException exception)
        {
            // The query's own check: it names the member, its value and the fix.
            await error.WriteLineAsync(exception.Message).ConfigureAwait(false);
            return ExitCode.BadInput;
        }
        catch (Exception exception) when (exception is UsageStoreException or IOException
            or UnauthorizedAccessException or InvalidDataException or OperationCanceledException)
        {
            await error.WriteLineAsync(exception.Message).ConfigureAwait(false);
            return ExitCode.Failure;
        }
    }
}
