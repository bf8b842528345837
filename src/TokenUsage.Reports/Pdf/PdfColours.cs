using SkiaSharp;
using TokenUsage.Reports.Charts;

namespace TokenUsage.Reports.Pdf;

/// <summary>What inks look like on paper: the same as in the printed page.</summary>
internal static class PdfColours
{
    public static readonly SKColor Text = new(0x1B, 0x1F, 0x24);
    public static readonly SKColor Quiet = new(0x5B, 0x64, 0x70);
    public static readonly SKColor Rule = new(0xD0, 0xD5, 0xDB);

    public static SKColor Of(Ink ink) => ink switch
    {
        Ink.Rule => Rule,
        Ink.Spend => new SKColor(0x00, 0x72, 0xB2),
        Ink.Other => new SKColor(0x9A, 0xA4, 0xAF),
        Ink.Forecast => new SKColor(0xB3, 0x59, 0x00),
        Ink.Band => new SKColor(0xF3, 0xD9, 0xBD),
        Ink.Alarm => new SKColor(0xB3, 0x26, 0x1E),
        _ => Text,
    };
}
