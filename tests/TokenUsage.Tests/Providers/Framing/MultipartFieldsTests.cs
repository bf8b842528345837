using System.Text;
using TokenUsage.Providers.Framing;

namespace TokenUsage.Tests.Providers.Framing;

public sealed class MultipartFieldsTests
{
    private const string Field = "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper-1\r\n";
    private const string Decoy = "--b\r\nContent-Disposition: form-data; name=\"model_kind\"\r\n\r\nno\r\n";
    private const string FileHead =
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\n";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_field_is_found_before_and_behind_a_large_file(bool isFirst)
    {
        string file = FileHead + new string('x', 100_000) + "\r\n";
        byte[] body = Encoding.UTF8.GetBytes((isFirst ? Decoy + Field + file : file + Decoy + Field) + "--b--\r\n");
        foreach (int piece in (int[])[1, 7, 1000, 2000, body.Length])
        {
            var fields = new MultipartFields();
            for (int at = 0; at < body.Length; at += piece)
            {
                fields.Append(body.AsSpan(at, Math.Min(piece, body.Length - at)));
            }

            fields.Value("model"u8).Should().Be("whisper-1", $"pieces of {piece}");
            fields.Value("language"u8).Should().BeNull();
        }
    }

    [Fact]
    public void A_field_that_breaks_off_is_none()
    {
        var fields = new MultipartFields();
        fields.Append(Encoding.UTF8.GetBytes(Field[..^2]));

        fields.Value("model"u8).Should().BeNull();
    }

    [Fact]
    public void Nothing_of_the_form_before_is_left()
    {
        var fields = new MultipartFields();
        fields.Append(Encoding.UTF8.GetBytes(Field));
        fields.Clear();

        fields.Value("model"u8).Should().BeNull();
    }
}
