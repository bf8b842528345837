using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TokenUsage.Alerting.Sinks;

/// <summary>Posts alerts as JSON, signed together with the time.</summary>
internal sealed class WebhookAlertSink : IAlertSink, IDisposable
{
    private readonly WebhookClient _client;
    private readonly byte[]? _key;
    private readonly AlertWriter _writer;
    private readonly TimeProvider _time;

    public WebhookAlertSink(
        WebhookOptions options, AlertWriter writer, TimeProvider time, SafeConnection? connection = null)
    {
        Name = options.Name;
        _client = new WebhookClient(options, connection);
        _key = options.Secret is { } secret ? Encoding.UTF8.GetBytes(secret) : null;
        _writer = writer;
        _time = time;
    }

    public string Name { get; }

    public ValueTask SendAsync(AlertNotice notice, CancellationToken cancellationToken)
    {
        byte[] body = AlertJson.Write(notice, _writer);
        string id = notice.Id.ToString();
        string timestamp = _time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return _key is null
            ? _client.PostAsync(body, cancellationToken, ("X-TokenUsage-Delivery", id))
            : _client.PostAsync(
                body, cancellationToken, ("X-TokenUsage-Delivery", id), ("X-TokenUsage-Timestamp", timestamp),
                ("X-TokenUsage-Signature", "sha256=" + Sign(_key, timestamp, body)));
    }

    public void Dispose() => _client.Dispose();

    // The time is signed with the body: an old message cannot be sent again as a new one.
    private static string Sign(byte[] key, string timestamp, byte[] body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(Encoding.ASCII.GetBytes(timestamp + "."));
        hash.AppendData(body);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
