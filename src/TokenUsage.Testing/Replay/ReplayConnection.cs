using System.Globalization;
using System.Text;

namespace TokenUsage.Testing.Replay;

/// <summary>HTTP/1.1 as far as a scripted provider needs it: requests of known length or in chunks, answers in chunks.</summary>
internal sealed class ReplayConnection(Stream stream) : IDisposable
{
    private const int MaxLineLength = 64 * 1024;

    private readonly BufferedStream _input = new(stream, 16 * 1024);

    /// <returns><see langword="null"/> when the peer has closed the connection.</returns>
    public async Task<ReplayRequest?> ReadAsync(CancellationToken cancellationToken)
    {
        if (await ReadLineAsync(cancellationToken).ConfigureAwait(false) is not { Length: > 0 } start) return null;

        string[] words = start.Split(' ');
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await ReadLineAsync(cancellationToken).ConfigureAwait(false) is { Length: > 0 } line)
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        return new ReplayRequest
        {
            Method = words[0],
            Target = words[1],
            Headers = headers,
            Body = await ReadBodyAsync(headers, cancellationToken).ConfigureAwait(false),
        };
    }

    public async Task WriteAsync(ReplayAnswer answer, CancellationToken cancellationToken)
    {
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {answer.Status} Scripted\r\n");
        if (answer.MediaType is { } type) head.Append(CultureInfo.InvariantCulture, $"content-type: {type}\r\n");
        foreach ((string name, string value) in answer.Headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        head.Append("transfer-encoding: chunked\r\n\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.ToString()), cancellationToken).ConfigureAwait(false);
        foreach (ReadOnlyMemory<byte> piece in answer.Pieces)
        {
            if (piece.IsEmpty) continue;
            byte[] size = Encoding.ASCII.GetBytes(piece.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n");
            await stream.WriteAsync((byte[])[.. size, .. piece.Span, .. "\r\n"u8], cancellationToken)
                .ConfigureAwait(false);
        }

        if (!answer.BreaksOff) await stream.WriteAsync("0\r\n\r\n"u8.ToArray(), cancellationToken)
            .ConfigureAwait(false);
    }

    public void Dispose() => _input.Dispose();

    private async Task<byte[]> ReadBodyAsync(
        Dictionary<string, string> headers, CancellationToken cancellationToken)
    {
        if (headers.TryGetValue("content-length", out string? length))
        {
            return await ReadExactlyAsync(int.Parse(length, CultureInfo.InvariantCulture), cancellationToken)
                .ConfigureAwait(false);
        }

        var body = new List<byte>();
        if (!headers.ContainsKey("transfer-encoding")) return [];

        while (true)
        {
            string size = await ReadLineAsync(cancellationToken).ConfigureAwait(false) ?? "0";
            byte[] chunk = await ReadExactlyAsync(
                int.Parse(size, NumberStyles.HexNumber, CultureInfo.InvariantCulture), cancellationToken)
                    .ConfigureAwait(false);
            body.AddRange(chunk);
            await ReadLineAsync(cancellationToken).ConfigureAwait(false);
            if (chunk.Length == 0) return [.. body];
        }
    }

    private async Task<byte[]> ReadExactlyAsync(int length, CancellationToken cancellationToken)
    {
        var bytes = new byte[length];
        await _input.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
        return bytes;
    }

    private async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (line.Length < MaxLineLength)
        {
            if (await _input.ReadAsync(one, cancellationToken).ConfigureAwait(false) == 0) return null;
            if (one[0] == '\n') return line.ToString().TrimEnd('\r');
            line.Append((char)one[0]);
        }

        throw new InvalidDataException($"A line of the request is longer than {MaxLineLength} characters.");
    }
}
