using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;
using TokenUsage.Cli.Pricing;
using TokenUsage.Storage;

namespace TokenUsage.Cli.Tests.Pricing;

/// <summary>A database, other prices, and what the command makes of them.</summary>
public sealed class RepriceCommandTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 9, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("reprice").FullName;

    private string Database => Path.Combine(_folder, "usage.db");

    private string Prices => Path.Combine(_folder, "prices.json");

    [Fact]
    public async Task The_difference_is_shown_by_model_and_a_dry_run_changes_nothing()
    {
        await StoreAsync(Call(1, usd: 2m), Call(2, usd: 2m), Call(3, usd: null) with { Model = "other" });

        JsonElement answer = Reprice("--dry-run");

        JsonElement model = answer.GetProperty("models")[0];
        model.GetProperty("model").GetString().Should().Be("m");
        model.GetProperty("changed").GetInt64().Should().Be(2);
        model.GetProperty("beforeUsd").GetString().Should().Be("4");
        model.GetProperty("afterUsd").GetString().Should().Be("6");
        model.GetProperty("differenceUsd").GetString().Should().Be("2");
        answer.GetProperty("models")[1].GetProperty("unpricedAfter").GetInt64().Should().Be(1);
        (await TotalAsync()).Should().Be(4m);
    }

    [Fact]
    public async Task Records_and_totals_change_together_and_a_second_run_finds_nothing()
    {
        await StoreAsync(Call(1, usd: 2m), Call(2, usd: null));

        Reprice().GetProperty("corrected").GetInt64().Should().Be(2);
        Reprice().GetProperty("corrected").GetInt64().Should().Be(0);

        (await TotalAsync()).Should().Be(6m);
    }

    [Fact]
    public async Task The_audit_trail_says_who_corrected_what_and_by_how_much()
    {
        await StoreAsync(Call(1, usd: 2m), Call(2, usd: null));

        Reprice();

        await using ServiceProvider provider = Open();
        var entries = new List<AuditEntry>();
        await foreach (AuditEntry entry in provider.GetRequiredService<IAuditTrail>()
            .ReadAsync(cancellationToken: TestContext.Current.CancellationToken)) entries.Add(entry);
        entries.Should().ContainSingle().Which.Should().BeEquivalentTo(
            new { Action = "cost.correct", Before = "2 records, 2 USD", After = "2 records, 6 USD" });
    }

    [Fact]
    public async Task What_others_stated_or_agreed_on_is_kept()
    {
        await StoreAsync(
            Call(1, usd: 2m) with { Cost = new Cost { Status = CostStatus.ProviderReported, Usd = 1m } },
            Call(2, usd: 2m) with { Weight = 7 },
            Call(3, usd: 2m, billed: 3m),
            Call(4, usd: 2m) with { Cost = new Cost { Status = CostStatus.Priced, Usd = 1m } });

        JsonElement answer = Reprice();

        answer.GetProperty("models")[0].GetProperty("kept").GetInt64().Should().Be(4);
        (await TotalAsync()).Should().Be(6m);
    }

    [Fact]
    public async Task Every_change_is_written_down_with_old_and_new()
    {
        await StoreAsync(Call(1, usd: 2m));
        string changes = Path.Combine(_folder, "changes.jsonl");

        Reprice("--changes", changes);

        JsonElement change = JsonDocument.Parse(File.ReadAllLines(changes).Single()).RootElement;
        change.GetProperty("before").GetProperty("usd").GetString().Should().Be("2");
        change.GetProperty("after").GetProperty("usd").GetString().Should().Be("3");
    }

    [Fact]
    public void A_database_that_is_missing_is_one_sentence_and_not_a_new_file()
    {
        (int code, string output) = Run("--from", "2026-09-01", "--to", "2026-10-01");

        code.Should().Be(ExitCode.BadInput);
        output.Should().Contain("There is no store");
        File.Exists(Database).Should().BeFalse();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static UsageRecord Call(int id, decimal? usd, decimal? billed = null) => new()
    {
        Id = new Guid(id, 0, 7, [8, 0, 0, 0, 0, 0, 0, 0]),
        StartedAt = Noon,
        Provider = "acme",
        Operation = "chat",
        Model = "m",
        Tokens = new TokenCounts { Input = 1_000_000, Output = 0 },
        Cost = usd is null ? Cost.Unpriced with { PriceVersion = "old@1" } : new Cost
        {
            Status = CostStatus.Priced,
            Usd = usd,
            InputUsd = usd,
            OutputUsd = 0,
            ListUsd = usd,
            BilledUsd = billed ?? usd,
            PriceVersion = "old@1",
        },
    };

    private JsonElement Reprice(params string[] more)
    {
        File.WriteAllText(
            Prices, """{ "provider": "acme", "models": [ { "id": "m", "rates": { "input": 3, "output": 9 } } ] }""");
        (int code, string output) = Run(
            ["--from", "2026-09-01", "--to", "2026-10-01", "--catalog", Prices, "--json", .. more]);
        code.Should().Be(0, output);
        return JsonDocument.Parse(output).RootElement;
    }

    private (int Code, string Output) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = 200;
        int code = RepriceCommand.Create(console).Parse([.. arguments, "--store", Database])
            .Invoke(new InvocationConfiguration { Error = output });
        return (code, output.ToString());
    }

    private async Task StoreAsync(params UsageRecord[] records)
    {
        await using ServiceProvider provider = Open();
        IUsageStore store = provider.GetRequiredService<IUsageStore>();
        await store.OpenAsync(default);
        await store.AppendAsync(records, default);
    }

    private async Task<decimal> TotalAsync()
    {
        await using ServiceProvider provider = Open();
        IUsageStore store = provider.GetRequiredService<IUsageStore>();
        await store.OpenAsync(default);
        var read = new RollupRead { Cube = UsageCube.Totals, From = Noon.AddDays(-1), To = Noon.AddDays(1) };
        var sum = new RollupCell();
        await foreach (RollupRow row in store.ReadRollupsAsync(
            read with { From = RollupGrid.Floor(read.From, read.Grain), To = RollupGrid.Ceiling(read.To, read.Grain) },
            default))
        {
            sum.Add(row.Cell);
        }

        return sum.ToTotals().PricedUsd ?? 0;
    }

    private ServiceProvider Open()
    {
        var services = new ServiceCollection();
        services.AddTokenMonitoring().UseSqlite($"Data Source={Database}");
        return services.BuildServiceProvider();
    }
}
