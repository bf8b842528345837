using TokenUsage.Proofs;
using TokenUsage.Proofs.Admission;
using TokenUsage.Proofs.Alerting;
using TokenUsage.Proofs.Capture;
using TokenUsage.Proofs.Fleet;
using TokenUsage.Proofs.Live;
using TokenUsage.Proofs.M4;
using TokenUsage.Proofs.Nab;
using TokenUsage.Proofs.PowerCut;
using TokenUsage.Proofs.Recording;
using TokenUsage.Proofs.Storing;
using TokenUsage.Proofs.UsageSeries;
using TokenUsage.Proofs.Web;

IProof[] proofs =
[
    new Kill9Proof(),
    new FaultsProof(),
    new PowerCutProof(),
    new OutageProof(),
    new ScanProof(),
    new StreamsProof(),
    new EndingsProof(),
    new BigBodyProof(),
    new PricesProof(),
    new WindowsProof(),
    new LedgerSimProof(),
    new OvershootProof(),
    new NabProof(),
    new M4Proof(),
    new UsageSeriesProof(),
    new IngestProof(),
    new SummaryProof(),
    new ExactlyOnceProof(),
    new CardinalityProof(),
    new LiveCostProof(),
    new SoakProof(),
    new AlertsProof(),
    new WebProof(),
];

IProof? chosen = proofs.FirstOrDefault(p => args.Length > 0 && p.Name == args[0]);
if (chosen is null)
{
    Console.Error.WriteLine("Name a proof:");
    foreach (IProof proof in proofs) Console.Error.WriteLine($"  {proof.Name,-16}{proof.Usage}");
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};
return await chosen.RunAsync(new ProofArguments(args.AsSpan(1)), stop.Token);
