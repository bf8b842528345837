using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using TokenUsage.AspNetCore.Json;

namespace TokenUsage.AspNetCore.Live;

/// <summary>What the open streams share: their number, which has an end, and the text of each event.</summary>
internal sealed class LiveStreams(int most)
{
    // By the event itself: it is written once for all who read it now, and forgotten with it.
    private readonly ConditionalWeakTable<FeedEvent, byte[]> _texts = [];
    private int _open;

    /// <summary>Gets the mark of this process: the numbers of events begin anew with each.</summary>
    public string Epoch { get; } = Guid.CreateVersion7().ToString("N");

    public byte[] TextOf(FeedEvent item) => _texts.GetValue(item, Write);

    public bool TryOpen()
    {
        if (Interlocked.Increment(ref _open) <= most) return true;

        Close();
        return false;
    }

    public void Close() => Interlocked.Decrement(ref _open);

    private byte[] Write(FeedEvent item)
    {
        string name = JsonNamingPolicy.CamelCase.ConvertName(item.Kind.ToString());
        string data = JsonSerializer.Serialize(item, WebJson.Default.FeedEvent);
        return Encoding.UTF8.GetBytes($"id: {Epoch}-{item.Sequence}\nevent: {name}\ndata: {data}\n\n");
    }
}
