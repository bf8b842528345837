namespace TokenUsage.Sdk.Tests.Composition;

/// <summary>One way to put an application's layers together.</summary>
internal sealed record Row(
    Observers Observers, bool Streamed, bool Tools, CacheUse Cache, Transport Transport, bool FallsBack)
{
    public bool SeesWire => Observers is Observers.Handler or Observers.Both;

    public bool SeesCache => Observers is Observers.ChatClient or Observers.Both;

    public static IEnumerable<Row> All =>
        from observers in Enum.GetValues<Observers>()
        from streamed in (bool[])[false, true]
        from tools in (bool[])[false, true]
        from cache in Enum.GetValues<CacheUse>()
        from transport in Enum.GetValues<Transport>()
        from fallsBack in (bool[])[false, true]
        select new Row(observers, streamed, tools, cache, transport, fallsBack);
}
