using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace TokenUsage.Analysis;

/// <summary>
/// Finds points that go beyond what a series has shown before: online, in constant time and memory, with its reasons.
/// </summary>
/// <remarks>
/// An ensemble of record detectors: each channel keeps its range over the memory, and a point is as new as its
/// furthest overshoot, in widths of
/// the range; score = 1 − exp(−novelty ÷ 0.3). Records are rare in any series without change, whatever its
/// distribution, so no channel fits one.
/// A point that is missing is not given to the detector; a zero is a value like any other. Not thread-safe: one
/// series, one writer.
/// </remarks>
internal sealed class NoveltyDetector
{
    private const int StateVersion = 1;
    private const double SeverityUnit = 0.05;
    private const double LeastRelativeWidth = 0.1;
    private const int Channels = 5;
    private const int LeastPoints = 50;
    private const int LeastPatternPoints = 200;

    private readonly NoveltySettings _settings;
    private readonly SeasonalBaseline _baseline;
    private readonly PatternSurprise _pattern;
    private readonly TimeOfDayRange _timeOfDay = new();
    private readonly ExponentialMoments _recent;
    private readonly RepeatGate _anomalies;
    private readonly RepeatGate _notices;
    private readonly NoveltyChannel[] _channels;

    private long _points;
    private long _firstTick;
    private long _lastTick;

    public NoveltyDetector(NoveltySettings settings)
    {
        _settings = settings;
        _baseline = new SeasonalBaseline(settings);
        _pattern = new PatternSurprise(settings.PatternLevels);
        _recent = new ExponentialMoments(settings.NoticeWindow);
        _anomalies = new RepeatGate(settings.RepeatPoints, settings.RepeatFactor, settings.Threshold);
        _notices = new RepeatGate(settings.RepeatPoints, settings.RepeatFactor, settings.NoticeDeviations);
        _channels = CreateChannels(settings);
    }

    private NoveltyChannel Value => _channels[0];

    /// <summary>Takes in one point.</summary>
    /// <param name="at">Its time. The offset decides the hour of the day; a point older than the last is taken as if
    /// it came now.</param>
    /// <param name="value">Its value. What is not a finite number is ignored, as if the point were missing.</param>
    public Detection Observe(DateTimeOffset at, double value)
    {
        if (!double.IsFinite(value)) return default;

        PointContext point = Place(at.Ticks);
        long hour = _lastTick / TimeSpan.TicksPerHour;
        double width = Math.Max(Value.High - Value.Low, point.LeastWidth);
        double surprise = _pattern.Observe(value, Value.Low, Value.High);
        double residual = _baseline.Observe(hour, point.History, value);
        Span<double> novelties = stackalloc double[Channels];
        novelties[0] = _channels[0].Observe(value, point);
        novelties[1] = _channels[1].Observe(value, point);
        novelties[2] = _channels[2].Observe(residual, point);
        novelties[3] = _channels[3].Observe(residual, point);
        novelties[4] = _channels[4].Observe(surprise, point with { LeastWidth = 0 });

        double beyond = _timeOfDay.Observe(hour, value);
        bool isDayKnown = beyond > 0 && point.History >= _settings.TimeOfDayAfter && width >= 0;
        double daily = isDayKnown ? _settings.TimeOfDayWeight * Novelty.Of(beyond, width) : 0;
        return Judge(novelties, daily, value, point);
    }

    /// <summary>Writes everything the detector has learned.</summary>
    public void WriteState(IBufferWriter<byte> output)
    {
        var writer = new StateWriter(output);
        writer.Write(StateVersion);
        writer.Write(_settings.Fingerprint);
        writer.Write(_points);
        writer.Write(_firstTick);
        writer.Write(_lastTick);
        foreach (NoveltyChannel channel in _channels) channel.Write(writer);
        _baseline.Write(writer);
        _pattern.Write(writer);
        _timeOfDay.Write(writer);
        _recent.Write(writer);
        _anomalies.Write(writer);
        _notices.Write(writer);
    }

    /// <summary>Makes a detector that goes on where another stopped.</summary>
    /// <returns><see langword="false"/> when the state is of another version, of other settings, or damaged; begin
    /// anew then.</returns>
    public static bool TryReadState(
        ReadOnlySpan<byte> state, NoveltySettings settings, [NotNullWhen(true)] out NoveltyDetector? detector)
    {
        var reader = new StateReader(state);
        bool isOurs = reader.ReadInt32() == StateVersion && reader.ReadInt64() == settings.Fingerprint;
        detector = isOurs ? new NoveltyDetector(settings) : null;
        detector?.Read(ref reader);
        if (!reader.IsComplete) detector = null;
        return detector is not null;
    }

    private static NoveltyChannel[] CreateChannels(NoveltySettings settings)
    {
        double slow = settings.SmoothingRate;
        TimeSpan raw = settings.ResidualsAfter;
        return
        [
            new(DetectionChannel.Value, settings.ValueWeight, 1, settings.Blocks),
            new(DetectionChannel.Smoothed, settings.SmoothedWeight, slow, settings.Blocks),
            new(DetectionChannel.Residual, settings.ResidualWeight, 1, settings.Blocks)
            {
                LeastPoints = LeastPoints,
                IncludedAfter = raw,
            },
            new(DetectionChannel.SmoothedResidual, settings.SmoothedResidualWeight, slow, settings.Blocks)
            {
                LeastPoints = LeastPoints,
                IncludedAfter = raw,
            },
            new(DetectionChannel.Pattern, settings.PatternWeight, settings.PatternRate, settings.Blocks)
            {
                LeastPoints = LeastPatternPoints,
                IncludedAfter = raw,
                IsUpperOnly = true,
            },
        ];
    }

    private PointContext Place(long tick)
    {
        // A gap longer than the memory leaves empty ranges: whatever comes next would be new, so the history begins
        // again.
        long memory = _settings.BlockLength.Ticks * _settings.Blocks;
        if (_points == 0 || tick - _lastTick > memory)
        {
            _points = 0;
            _firstTick = tick;
            _lastTick = tick;
        }

        _lastTick = Math.Max(_lastTick, tick);
        _points++;
        long block = _lastTick / _settings.BlockLength.Ticks;
        Value.Advance(block);
        double magnitude = Value.Low > Value.High ? 0 : Math.Max(Math.Abs(Value.High), Math.Abs(Value.Low));
        return new PointContext(_points, block, new TimeSpan(_lastTick - _firstTick), LeastRelativeWidth * magnitude);
    }

    private Detection Judge(ReadOnlySpan<double> novelties, double daily, double value, in PointContext point)
    {
        int first = Furthest(novelties);
        double novelty = novelties[first] + daily;
        double score = _anomalies.Pass(point.Number, 1 - Math.Exp(-novelty / _settings.ScoreScale));
        double deviations = _recent.Observe(value);
        bool isRemarkable = _notices.Pass(point.Number, Math.Abs(deviations)) > _settings.NoticeDeviations;

        bool isReady = point.History >= _settings.WarmUp && point.Number > LeastPoints;
        bool isAnomaly = isReady && score >= _settings.Threshold;
        bool isDaily = daily > novelties[first];
        NoveltyChannel channel = _channels[first];
        return new Detection
        {
            Score = score,
            IsAnomaly = isAnomaly,
            IsNotice = isReady && isRemarkable && !isAnomaly,
            Channel = novelty == 0 ? DetectionChannel.None : isDaily ? DetectionChannel.TimeOfDay : channel.Name,
            Observed = isDaily ? value : channel.Shown,
            Expected = _baseline.Expected,
            Low = isDaily ? _timeOfDay.Low : channel.Low,
            High = isDaily ? _timeOfDay.High : channel.High,
            Severity = novelty / SeverityUnit,
            ZScore = deviations,
        };
    }

    private static int Furthest(ReadOnlySpan<double> novelties)
    {
        int first = 0;
        for (int i = 1; i < novelties.Length; i++)
        {
            if (novelties[i] > novelties[first]) first = i;
        }

        return first;
    }

    private void Read(ref StateReader reader)
    {
        _points = reader.ReadInt64();
        _firstTick = reader.ReadInt64();
        _lastTick = reader.ReadInt64();
        foreach (NoveltyChannel channel in _channels) channel.Read(ref reader);
        _baseline.Read(ref reader);
        _pattern.Read(ref reader);
        _timeOfDay.Read(ref reader);
        _recent.Read(ref reader);
        _anomalies.Read(ref reader);
        _notices.Read(ref reader);
    }
}
