using System.Diagnostics;

namespace TokenUsage.Diagnostics;

/// <summary>Writes a call's usage on the caller's activity.</summary>
internal static class ActivityUsage
{
    private const string ChatSource = "Experimental.Microsoft.Extensions.AI";

    /// <summary>Gets whether Microsoft.Extensions.AI traces the call from further out, and so emits its metrics too.</summary>
    public static bool IsInsideChatActivity =>
        Activity.Current is { } activity && activity.Source.Name == ChatSource;

    public static void Write(Activity activity, in CallMeasurement call)
    {
        Write(activity, "gen_ai.usage.input_tokens", call.Tokens.Input);
        Write(activity, "gen_ai.usage.output_tokens", call.Tokens.Output);
        Write(activity, "gen_ai.usage.cache_read.input_tokens", call.Tokens.CachedInput);
        Write(activity, "gen_ai.usage.cache_creation.input_tokens", call.Tokens.CacheWrite);
        Write(activity, "gen_ai.usage.reasoning.output_tokens", call.Tokens.Reasoning);

        // Our own names: the draft of cost attributes is not merged.
        if (call.Usd is { } usd) activity.SetTag("tokenusage.cost", (double)usd);
        if (call.Source != UsageSource.Reported) activity.SetTag("tokenusage.source", NameOf(call.Source));
    }

    // What another instrumentation has written stays.
    private static void Write(Activity activity, string name, long? tokens)
    {
        if (tokens is { } known && activity.GetTagItem(name) is null) activity.SetTag(name, known);
    }

    private static string NameOf(UsageSource source) => source switch
    {
        UsageSource.Partial => "partial",
        UsageSource.Estimated => "estimated",
        _ => "unreported",
    };
}
