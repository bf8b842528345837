using System.Globalization;

namespace TokenUsage.Providers.Readers;

/// <summary>Settles an OpenAI-shaped reading against the total that the provider states.</summary>
/// <remarks>Hosts differ in what their input and output fields leave out; the total tells, whoever the host is.</remarks>
internal static class TotalCheck
{
    /// <summary>The metadata name of tokens that a stated total has and no field explains.</summary>
    public const string Unexplained = "usage.unexplained_tokens";

    /// <summary>Adds to input or output what only the total shows.</summary>
    /// <param name="reading">The reading.</param>
    /// <param name="surplusIsOutput">Whether the host is known to leave out thinking without stating it.</param>
    public static void Settle(UsageReading reading, bool surplusIsOutput = false)
    {
        TokenCounts known = reading.Tokens;
        if (reading.StatedTotal is not { } total || known.Input is not { } input) return;
        if (known.Output is not { } output)
        {
            if (total >= input) reading.Tokens = known with { Output = total - input };
            return;
        }

        long surplus = total - input - output;
        if (surplus <= 0) return;

        long reasoning = known.Reasoning ?? 0;
        long audio = (long)Math.Min(reading.GetMeter(UsageMeters.InputAudio) ?? 0, TokenCounts.MaxPerCall);
        if (surplus == reasoning || surplusIsOutput) reading.Tokens = known with { Output = output + surplus };
        else if (surplus == audio) reading.Tokens = known with { Input = input + audio };
        else if (surplus == reasoning + audio)
        {
            reading.Tokens = known with { Input = input + audio, Output = output + reasoning };
        }
        else
        {
            reading.SetMetadata(Unexplained, surplus.ToString(CultureInfo.InvariantCulture));
        }
    }
}
