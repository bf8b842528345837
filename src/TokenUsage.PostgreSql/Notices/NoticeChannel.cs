using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Channels;
using Npgsql;
using TokenUsage.PostgreSql.Records;

namespace TokenUsage.PostgreSql.Notices;

/// <summary>Tells other processes what changed, through the server's LISTEN and NOTIFY.</summary>
/// <remarks>
/// A notice is a hint and no message: who was away gets none. So the facts lie in tables, and a listener that lost its
/// connection is told to look there.
/// </remarks>
internal sealed class NoticeChannel(Database database, TimeProvider time)
{
    private const int MostBytes = 7_000;
    private const int MostWaiting = 1_000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly string _name = database.Sql("$schema$_notices");

    /// <summary>Gets the statement that notifies, to be run in the transaction whose commit it announces.</summary>
    public const string Notify = "SELECT pg_notify($1, $2)";

    public async ValueTask PublishAsync(Notice notice, CancellationToken cancellationToken)
    {
        NpgsqlCommand command = database.Source.CreateCommand(Notify);
        await using ConfiguredAsyncDisposable closing = command.ConfigureAwait(false);
        Bind(command, notice);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Binds the parameters of <see cref="Notify"/>.</summary>
    public void Bind(NpgsqlCommand command, Notice notice)
    {
        string text = $"{notice.Kind}:{notice.Text}";
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Encoding.UTF8.GetByteCount(text), MostBytes, nameof(notice));
        DimensionSql.Add(command.Parameters, _name);
        DimensionSql.Add(command.Parameters, text);
    }

    /// <summary>Listens until it is cancelled. Begins with a gap, so that its reader looks once before it waits.</summary>
    public async IAsyncEnumerable<Notice> ListenAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Full, the oldest goes: a reader that is so far behind reads the tables anyway, and one notice makes it look.
        var waiting = Channel.CreateBounded<Notice>(
            new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task receiving = ReceiveAsync(waiting.Writer, stop.Token);
        try
        {
            await foreach (Notice notice in waiting.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return notice;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await receiving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReceiveAsync(ChannelWriter<Notice> waiting, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await ReceiveOnceAsync(waiting, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (StoreFaults.IsExpected(exception))
            {
                // Asks again for ever: a listener that gave up once would miss a halt.
                await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task ReceiveOnceAsync(ChannelWriter<Notice> waiting, CancellationToken cancellationToken)
    {
        NpgsqlConnection connection = await database.Source.OpenConnectionAsync(cancellationToken)
            .ConfigureAwait(false);
        await using ConfiguredAsyncDisposable closing = connection.ConfigureAwait(false);
        connection.Notification += (_, received) =>
        {
            int end = received.Payload.IndexOf(':', StringComparison.Ordinal);
            if (end > 0) waiting.TryWrite(new Notice(received.Payload[..end], received.Payload[(end + 1)..]));
        };
        var listen = new NpgsqlCommand($"LISTEN {_name}", connection);
        await using ConfiguredAsyncDisposable closingListen = listen.ConfigureAwait(false);
        await listen.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        waiting.TryWrite(Notice.Gap);
        while (true) await connection.WaitAsync(cancellationToken).ConfigureAwait(false);
    }
}
