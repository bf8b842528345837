namespace TokenUsage;

/// <summary>Says that the check of some settings is registered: <c>AddTokenMonitoring()</c> may be called more than once.</summary>
internal sealed class SettingsMark<TOptions>;
