namespace TokenUsage;

/// <summary>The names of the meters that the built-in readers report.</summary>
/// <remarks>Names that begin with <c>input.</c> or <c>output.</c> are parts of the input or output tokens.</remarks>
public static class UsageMeters
{
    /// <summary>Audio tokens inside the input.</summary>
    public const string InputAudio = "input.audio";

    /// <summary>Audio tokens inside the input that came from the provider's cache.</summary>
    public const string InputAudioCached = "input.audio.cached";

    /// <summary>Image tokens inside the input.</summary>
    public const string InputImage = "input.image";

    /// <summary>Image tokens inside the input that came from the provider's cache.</summary>
    public const string InputImageCached = "input.image.cached";

    /// <summary>Video tokens inside the input.</summary>
    public const string InputVideo = "input.video";

    /// <summary>Video tokens inside the input that came from the provider's cache.</summary>
    public const string InputVideoCached = "input.video.cached";

    /// <summary>Document tokens inside the input.</summary>
    public const string InputDocument = "input.document";

    /// <summary>Tokens of tool results that the provider itself put into the prompt, inside the input.</summary>
    public const string InputToolPrompt = "input.tool_prompt";

    /// <summary>Audio tokens inside the output.</summary>
    public const string OutputAudio = "output.audio";

    /// <summary>Image tokens inside the output.</summary>
    public const string OutputImage = "output.image";

    /// <summary>Predicted-output tokens that the model accepted, inside the output.</summary>
    public const string OutputPredictionAccepted = "output.prediction.accepted";

    /// <summary>Predicted-output tokens that the model rejected, inside the output and billed.</summary>
    public const string OutputPredictionRejected = "output.prediction.rejected";

    /// <summary>Input tokens of a part of the call that another model than the served one worked on, inside the input.</summary>
    public const string InputOtherModel = "input.other_model";

    /// <summary>Output tokens of a part of the call that another model than the served one worked on, inside the output.</summary>
    public const string OutputOtherModel = "output.other_model";

    /// <summary>The part of <see cref="InputOtherModel"/> that came from the provider's cache.</summary>
    public const string InputOtherModelCached = "input.other_model.cached";

    /// <summary>The part of <see cref="InputOtherModel"/> that was written to the provider's cache.</summary>
    public const string InputOtherModelCacheWrite = "input.other_model.cache_write";

    /// <summary>The part of <see cref="InputOtherModelCacheWrite"/> that was written for an hour.</summary>
    public const string InputOtherModelCacheWrite1h = "input.other_model.cache_write_1h";

    /// <summary>Tokens of citations, billed apart from the output.</summary>
    public const string CitationTokens = "citation_tokens";

    /// <summary>Searches of the web made by the provider.</summary>
    public const string WebSearch = "web_search";

    /// <summary>Searches of X made by the provider.</summary>
    public const string XSearch = "x_search";

    /// <summary>Sources that a search used, where the provider bills them by the piece.</summary>
    public const string SearchSources = "search_sources";

    /// <summary>Pages fetched by the provider.</summary>
    public const string WebFetch = "web_fetch";

    /// <summary>Searches in uploaded files.</summary>
    public const string FileSearch = "file_search";

    /// <summary>Sessions of a code interpreter.</summary>
    public const string CodeSession = "code_session";

    /// <summary>Search units of a rerank call.</summary>
    public const string SearchUnits = "search_units";

    /// <summary>Images made or read, where the provider bills them by the piece.</summary>
    public const string Images = "images";

    /// <summary>Pages read, where the provider bills them by the piece.</summary>
    public const string Pages = "pages";

    /// <summary>Seconds of audio, where the provider bills them by time.</summary>
    public const string AudioSeconds = "audio_seconds";
}
