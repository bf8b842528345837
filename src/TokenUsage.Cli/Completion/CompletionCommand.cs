using System.CommandLine;

namespace TokenUsage.Cli.Completion;

/// <summary><c>token-usage completion</c>: the script that makes a shell complete commands and options.</summary>
/// <remarks>The script asks the tool itself, by the <c>[suggest]</c> directive: it never falls behind the options.</remarks>
internal static class CompletionCommand
{
    private const string Bash = """
        _token_usage() {
            local IFS=$'\n'
            COMPREPLY=($(token-usage "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null |
                grep -e "^${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _token_usage token-usage
        """;

    private const string Zsh = """
        #compdef token-usage
        _token_usage() {
            compadd -- ${(f)"$(token-usage "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)"}
        }
        compdef _token_usage token-usage
        """;

    private const string Fish = """
        complete -c token-usage -a '(token-usage "[suggest:"(commandline -C)"]" (commandline -cp) 2>/dev/null)'
        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName token-usage -ScriptBlock {
            param($word, $line, $position)
            token-usage "[suggest:$position]" "$line" | Where-Object { $_ -like "$word*" } | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
            }
        }
        """;

    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh, fish or pwsh." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");
        var command = new Command(
            "completion", "Writes a shell's completion script: source <(token-usage completion bash).")
        {
            shell,
        };
        command.SetAction((result, _) => WriteAsync(result, shell));
        return command;
    }

    private static async Task<int> WriteAsync(ParseResult result, Argument<string> shell)
    {
        string script = result.GetRequiredValue(shell) switch
        {
            "bash" => Bash,
            "zsh" => Zsh,
            "fish" => Fish,
            _ => PowerShell,
        };
        await result.InvocationConfiguration.Output.WriteLineAsync(script.ReplaceLineEndings("\n"));
        return ExitCode.Success;
    }
}
