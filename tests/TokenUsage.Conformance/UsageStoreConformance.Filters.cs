using TokenUsage.Storage;

namespace TokenUsage.Conformance;

public abstract partial class UsageStoreConformance
{
    public static TheoryData<string> FilteredDimensions => [.. Dimension.Named.Select(d => d.Name), "tag:team"];

    [Theory]
    [MemberData(nameof(FilteredDimensions))]
    public async Task Records_and_rollups_pass_the_conditions_that_they_meet(string name)
    {
        var dimension = Dimension.Parse(name);
        UsageRecord[] records = Varied();
        await Store.AppendAsync(records, Token);

        foreach (UsageFilter filter in FiltersOf(dimension, records))
        {
            string what = $"{filter.Dimension} {filter.Operator} {string.Join(',', filter.Values ?? [])}";
            Guid[] expected = [.. records.Where(r => r.Passes([filter])).Select(r => r.Id)];
            var read = new RecordRead
            {
                From = RecordFactory.Noon.AddDays(-1),
                To = RecordFactory.Noon.AddDays(1),
                Where = [filter],
            };
            (await Store.ReadRecordsAsync(read, Token).Select(r => r.Id).ToListAsync(Token))
                .Should().BeEquivalentTo(expected, what);
            if (Store.Cubes.FirstOrDefault(c => c.Name == name) is { } cube)
                (await CountAsync(cube, filter)).Should().Be(expected.Length, what);
        }
    }

    private static IEnumerable<UsageFilter> FiltersOf(Dimension dimension, UsageRecord[] records)
    {
        string[] values = [.. records.Select(r => r.ValueOf(dimension)).OfType<string>().Distinct()];
        yield return UsageFilter.Missing(dimension);
        yield return UsageFilter.Present(dimension);
        yield return UsageFilter.In(dimension, "no such value");
        yield return UsageFilter.NotIn(dimension, "no such value");
        foreach (string value in values)
        {
            yield return UsageFilter.In(dimension, value);
            yield return UsageFilter.NotIn(dimension, value, "x' OR 1=1 --");
        }

        yield return UsageFilter.In(dimension, values);
    }

    // Every member there and not there, and the same words in different places.
    private UsageRecord[] Varied() =>
    [
        .. Enumerable.Range(0, 24).Select(i => Records.MakeFull() with
        {
            Weight = 1,
            StartedAt = RecordFactory.Noon.AddMinutes(i),
            Provider = i % 2 == 0 ? "same" : "openai",
            Operation = i % 3 == 0 ? "same" : "chat",
            Endpoint = i % 4 == 0 ? null : $"/v{i % 3}",
            Model = i % 5 == 0 ? null : "same",
            RequestedModel = i % 10 == 0 ? null : "asked",
            ServiceTier = i % 3 == 0 ? null : "same",
            Outcome = (CallOutcome)(i % 5),
            Priority = (Priority)(i % 3),
            Dimensions = i % 6 == 0 ? UsageDimensions.None : new UsageDimensions
            {
                User = i % 4 == 0 ? null : "same",
                Session = i % 5 == 0 ? null : $"s{i % 2}",
                Agent = i % 7 == 0 ? null : "same",
                Feature = i % 2 == 0 ? null : "same",
                Project = i % 3 == 0 ? null : "p",
                Tags = new Dictionary<string, string>
                {
                    [i % 2 == 0 ? "team" : "other"] = i % 4 == 0 ? "same" : "it's",
                },
            },
        }),
    ];

    private async Task<long> CountAsync(UsageCube cube, UsageFilter filter)
    {
        var read = new RollupRead
        {
            Cube = cube,
            From = RecordFactory.Noon.AddDays(-1),
            To = RecordFactory.Noon.AddDays(1),
            Where = [filter],
        };
        long count = 0;
        await foreach (RollupRow row in Store.ReadRollupsAsync(read, Token))
        {
            if (filter.Matches(row.Key[0])) count += row.Cell.ToTotals().Attempts; // a store may leave it to its caller
        }

        return count;
    }
}
