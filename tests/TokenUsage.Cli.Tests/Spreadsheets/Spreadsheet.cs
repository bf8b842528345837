using System.Diagnostics;
using System.Xml.Linq;

namespace TokenUsage.Cli.Tests.Spreadsheets;

/// <summary>LibreOffice, which opens a file as somebody does who clicks on it.</summary>
internal static class Spreadsheet
{
    public const string Missing =
        "LibreOffice is not installed: apt-get install --no-install-recommends libreoffice-calc-nogui";

    private static readonly XNamespace Table = "urn:oasis:names:tc:opendocument:xmlns:table:1.0";
    private static readonly XNamespace Text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0";

    /// <summary>Gets the program; <see langword="null"/> when it is not installed.</summary>
    public static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "soffice")).FirstOrDefault(File.Exists);

    /// <summary>Opens a CSV file and gives the formulas that it would work out, and the text of its cells.</summary>
    public static async Task<(string[] Formulas, string[] Cells)> OpenAsync(
        string file, CancellationToken cancellationToken)
    {
        string folder = Path.GetDirectoryName(file)!;
        var start = new ProcessStartInfo(
            Program!,
            [
                // A profile of its own: two that share one refuse to start.
                $"-env:UserInstallation={new Uri(Path.Combine(folder, "profile"))}", "--headless", "--infilter=CSV",
                "--convert-to", "fods", "--outdir", folder, file,
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        string error = await process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        process.ExitCode.Should().Be(0, await output + error);

        XDocument sheet = XDocument.Load(Path.ChangeExtension(file, "fods"));
        return (
            [.. sheet.Descendants().Attributes(Table + "formula").Select(formula => formula.Value)],
            [.. sheet.Descendants(Table + "table-cell").Select(TextOf)]);
    }

    private static string TextOf(XElement cell) => string.Concat(cell.Elements(Text + "p").Select(line => line.Value));
}
