using System.Diagnostics;
using TokenUsage.Providers;
using TokenUsage.Providers.Scanning;
using TokenUsage.Tests.Providers;
using TokenUsage.Tests.Providers.Scanning;

namespace TokenUsage.Proofs;

/// <summary>The scanner agrees with a full parse, and no damaged answer makes a reader throw, hang or grow.</summary>
internal sealed class ScanProof : IProof
{
    private const int Pieces = 4;

    public string Name => "scan";

    public string Usage =>
        "scanner against a full parse, then damaged answers: --cases 1000000 --megabytes 100 (a reader)";

    public Task<int> RunAsync(ProofArguments arguments, CancellationToken cancellationToken)
    {
        int wrong = Agree(arguments.Number("cases", 1_000_000), cancellationToken);
        int failed = Survive(arguments.Number("megabytes", 100), cancellationToken);
        return Task.FromResult(wrong + failed == 0 ? 0 : 1);
    }

    private static int Agree(int cases, CancellationToken cancellationToken)
    {
        var tree = new PathTree(AdversarialJson.Paths, AdversarialJson.TextPaths, []);
        int wrong = 0, gaveUp = 0, withValues = 0;
        long bytes = 0;
        long started = Stopwatch.GetTimestamp();
        Parallel.For(0, cases, new ParallelOptions { CancellationToken = cancellationToken }, seed =>
        {
            byte[] json = new AdversarialJson(seed).Make();
            string expected = PathOracle.Read(json, AdversarialJson.Paths, out bool mayGiveUp);
            Interlocked.Add(ref bytes, json.Length);
            if (expected.Length > 0) Interlocked.Increment(ref withValues);

            var random = new Random(seed);
            int most = (seed % Pieces) switch { 0 => int.MaxValue, 1 => 1, 2 => 9, _ => 200 };
            var values = new FoundValues();
            string found = values.Read(tree, json, Length);
            if (values.GaveUp) Interlocked.Increment(ref gaveUp);
            if (values.GaveUp ? !mayGiveUp : found != expected) Interlocked.Increment(ref wrong);

            // Again as the next event of the same stream, and another: what is known of the first must not mislead.
            if (seed % (2 * Pieces) is not (0 or 3)) return;
            byte[] other = new AdversarialJson(seed ^ 1).Make();
            string expectedOther = PathOracle.Read(other, AdversarialJson.Paths, out _);
            bool isWrong = !values.GaveUp
                && ((values.ReadNext(json, Length) != expected && !values.GaveUp)
                    || (values.ReadNext(other, Length) != expectedOther && !values.GaveUp));
            if (isWrong) Interlocked.Increment(ref wrong);

            int Length() => most == int.MaxValue ? most : random.Next(1, most + 1);
        });
        Console.WriteLine(
            $"{cases:N0} documents, {bytes:N0} bytes, {withValues:N0} with values, {gaveUp:N0} given up (all of them "
            + $"with duplicates of an array or too many values), {wrong:N0} wrong, "
            + $"{Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s");
        return wrong;
    }

    private static int Survive(int megabytes, CancellationToken cancellationToken)
    {
        var catalog = new UsageReaderCatalog([]);
        ILookup<string, WireFixture> byReader = WireFixtures.All.ToLookup(f =>
            catalog.TryRecognize(f.Request, out IUsageReader reader, out _)
                ? reader.Name : throw new InvalidOperationException(f.Name));
        int failed = 0;
        Parallel.ForEach(catalog.Readers, new ParallelOptions { CancellationToken = cancellationToken }, reader =>
        {
            WireFixture[] fixtures = [.. byReader[reader.Name]];
            var scan = new ResponseScan();
            long bytes = 0, answers = 0, slowest = 0;
            int failures = 0;
            while (bytes < megabytes * 1_000_000L && !cancellationToken.IsCancellationRequested)
            {
                int seed = (int)answers++;
                WireFixture fixture = fixtures[seed % fixtures.Length];
                byte[] body = Mutation.Of(fixture.Body, seed);
                long started = Stopwatch.GetTimestamp();
                Feed(scan, reader, fixture.MediaType, body, 1 + seed % 97);
                slowest = Math.Max(slowest, Stopwatch.GetTimestamp() - started);
                if (scan.ReaderFault is not null) failures++;
                bytes += body.Length;
            }

            Interlocked.Add(ref failed, failures);
            Console.WriteLine(
                $"{reader.Name,-20} {bytes,14:N0} damaged bytes in {answers,10:N0} answers, {failures} failures, "
                + $"slowest {Stopwatch.GetElapsedTime(0, slowest).TotalMilliseconds:F1} ms");
        });
        Console.WriteLine($"{GC.GetTotalMemory(forceFullCollection: true):N0} bytes held at the end");
        return failed;
    }

    private static void Feed(
        ResponseScan scan, IUsageReader reader, string mediaType, ReadOnlySpan<byte> body, int piece)
    {
        scan.Begin(reader, new WireResponse(200, mediaType, null));
        while (!body.IsEmpty)
        {
            int length = Math.Min(piece, body.Length);
            scan.Append(body[..length]);
            body = body[length..];
        }

        scan.End();
    }
}
