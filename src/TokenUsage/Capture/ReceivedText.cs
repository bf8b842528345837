using System.Buffers;
using TokenUsage.Providers;

namespace TokenUsage.Capture;

/// <summary>The text of an answer under way, held only so that an aborted one can be counted.</summary>
/// <remarks>
/// Counted when the call breaks off, and not as it comes: most calls end well, and their text is then never looked at.
/// What passes <see cref="MaxHeld"/> is counted and let go. Wiped when the call ends.
/// </remarks>
internal sealed class ReceivedText(ITokenEstimator estimator) : IDisposable
{
    /// <summary>The most characters that are held.</summary>
    public const int MaxHeld = 32 * 1024;

    private const int FirstSize = 1024;

    private char[] _held = [];
    private int _length;
    private long _counted;

    public void Append(string provider, string? model, ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            int taken = Math.Min(text.Length, MaxHeld - _length);
            Reserve(_length + taken);
            text[..taken].CopyTo(_held.AsSpan(_length));
            _length += taken;
            text = text[taken..];
            if (_length == MaxHeld) CountWhole(provider, model);
        }
    }

    public long Count(string provider, string? model) =>
        _counted + estimator.EstimateTokens(provider, model, _held.AsSpan(0, _length));

    public void Dispose()
    {
        Return(_held);
        _held = [];
        _length = 0;
    }

    // Cut at a blank, where tokens end as well: the sum of the parts is then the count of the whole.
    private void CountWhole(string provider, string? model)
    {
        int end = _held.AsSpan(0, _length).LastIndexOf(' ');
        if (end <= 0) end = _length;
        _counted += estimator.EstimateTokens(provider, model, _held.AsSpan(0, end));
        _held.AsSpan(end, _length - end).CopyTo(_held);
        _length -= end;
    }

    private void Reserve(int length)
    {
        if (length <= _held.Length) return;

        char[] larger = ArrayPool<char>.Shared.Rent(Math.Max(FirstSize, Math.Min(2 * length, MaxHeld)));
        _held.AsSpan(0, _length).CopyTo(larger);
        Return(_held);
        _held = larger;
    }

    private static void Return(char[] held)
    {
        if (held.Length > 0) ArrayPool<char>.Shared.Return(held, clearArray: true);
    }
}
