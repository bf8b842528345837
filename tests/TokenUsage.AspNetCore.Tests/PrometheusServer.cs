using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace TokenUsage.AspNetCore.Tests;

/// <summary>A real Prometheus that scrapes one address every second.</summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    public const string WhyNot = "Prometheus is not installed: apt-get install prometheus";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("token-usage-prometheus-");
    private readonly HttpClient _client = new();
    private readonly Process _process;

    private PrometheusServer(Uri target)
    {
        int port = FreePort();
        _client.BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        string config = Path.Combine(_folder.FullName, "prometheus.yml");
        File.WriteAllText(config, $"""
            global:
              scrape_interval: 1s
            scrape_configs:
              - job_name: token-usage
                metrics_path: {target.AbsolutePath}
                static_configs:
                  - targets: ['{target.Authority}']
            """);
        var start = new ProcessStartInfo("prometheus") { RedirectStandardError = true, RedirectStandardOutput = true };
        start.ArgumentList.Add("--config.file=" + config);
        start.ArgumentList.Add("--storage.tsdb.path=" + Path.Combine(_folder.FullName, "data"));
        start.ArgumentList.Add(
            string.Create(CultureInfo.InvariantCulture, $"--web.listen-address=127.0.0.1:{port}"));
        _process = Process.Start(start)!;
        _process.BeginErrorReadLine(); // what nobody reads would fill the pipe, and stop it
        _process.BeginOutputReadLine();
    }

    public static bool IsInstalled => File.Exists("/usr/bin/prometheus") && File.Exists("/usr/bin/promtool");

    public static PrometheusServer Start(Uri target) => new(target);

    /// <summary>Runs <c>promtool</c>.</summary>
    /// <returns>Its exit code, and all that it said.</returns>
    public static async Task<(int Code, string Output)> RunToolAsync(string? input, params string[] arguments)
    {
        var start = new ProcessStartInfo("promtool", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using Process tool = Process.Start(start)!;
        Task<string> output = tool.StandardOutput.ReadToEndAsync();
        Task<string> error = tool.StandardError.ReadToEndAsync();
        if (input is not null) await tool.StandardInput.WriteAsync(input);
        tool.StandardInput.Close();
        await tool.WaitForExitAsync();
        return (tool.ExitCode, await output + await error);
    }

    /// <summary>Asks again until an expression has a value; a scrape comes every second.</summary>
    public async Task<decimal> ReadAsync(string expression, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await TryReadAsync(expression, cancellationToken) is { } value) return value;
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _client.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<decimal?> TryReadAsync(string expression, CancellationToken cancellationToken)
    {
        try
        {
            using JsonDocument answer = JsonDocument.Parse(await _client.GetStringAsync(
                new Uri("/api/v1/query?query=" + Uri.EscapeDataString(expression), UriKind.Relative),
                cancellationToken));
            JsonElement result = answer.RootElement.GetProperty("data").GetProperty("result");
            return result.GetArrayLength() == 0
                ? null
                : decimal.Parse(
                    result[0].GetProperty("value")[1].GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture);
        }
        catch (HttpRequestException)
        {
            return null; // it is still starting
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
