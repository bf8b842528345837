using System.Diagnostics;

namespace TokenUsage.Proofs.Recording;

/// <summary>A child that is warm and waits to be told where to record until it is killed.</summary>
internal sealed class Kill9Process : IDisposable
{
    private const int IdBytes = 16;

    private readonly Process _process;
    private readonly Stream _output;

    private Kill9Process(Process process)
    {
        _process = process;
        _output = process.StandardOutput.BaseStream;
    }

    /// <summary>Starts a child and waits until it has used the whole way once.</summary>
    public static async Task<Kill9Process> StartAsync(Acknowledgement kind, string? server)
    {
        string[] words = ["kill9", "--child", server ?? "", "--durability", kind.ToString()];
        var child = new Kill9Process(ProofProcess.Start(words));
        byte[] ready = new byte[IdBytes];
        await child._output.ReadExactlyAsync(ready);
        return child;
    }

    /// <summary>Lets it record for so long and kills it.</summary>
    /// <returns>The ids that it said before.</returns>
    public async Task<IReadOnlyList<Guid>> RecordUntilKilledAsync(KilledStore store, TimeSpan life)
    {
        var said = new MemoryStream();
        Task reading = _output.CopyToAsync(said);
        await _process.StandardInput.WriteLineAsync(store.ToString());
        await _process.StandardInput.FlushAsync();
        await Task.Delay(life, TimeProvider.System);
        _process.Kill();
        await reading;
        await _process.WaitForExitAsync();

        // An id that was cut in the middle was not heard.
        byte[] bytes = said.ToArray();
        var ids = new Guid[bytes.Length / IdBytes];
        for (int i = 0; i < ids.Length; i++) ids[i] = new Guid(bytes.AsSpan(i * IdBytes, IdBytes));
        return ids;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
