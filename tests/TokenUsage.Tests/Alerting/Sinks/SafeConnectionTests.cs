using System.Net;
using System.Net.Sockets;
using TokenUsage.Alerting;
using TokenUsage.Alerting.Sinks;

namespace TokenUsage.Tests.Alerting.Sinks;

public sealed class SafeConnectionTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.IPv6Any, 0);

    public SafeConnectionTests()
    {
        _listener.Server.DualMode = true; // hears every spelling of loopback
        _listener.Start();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.1")]
    [InlineData("127.0.1")]
    [InlineData("127.127.127.127")]
    [InlineData("2130706433")]
    [InlineData("0x7f000001")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("0177.0.0.1")]
    [InlineData("017700000001")]
    [InlineData("0")]
    [InlineData("0.0.0.0")]
    [InlineData("localhost")]
    [InlineData("LOCALHOST")]
    [InlineData("localhost.")]
    [InlineData("%31%32%37.0.0.1")]
    [InlineData("127.0.0.1.")]
    [InlineData("[::1]")]
    [InlineData("[0:0:0:0:0:0:0:1]")]
    [InlineData("[::]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("[::ffff:7f00:1]")]
    [InlineData("[::127.0.0.1]")]
    [InlineData("[64:ff9b::127.0.0.1]")]
    [InlineData("[64:ff9b::a9fe:a9fe]")]
    [InlineData("[2002:7f00:1::]")]
    [InlineData("[fe80::1]")]
    [InlineData("[fd00:ec2::254]")]
    [InlineData("169.254.169.254")]
    [InlineData("2852039166")]
    [InlineData("[::ffff:169.254.169.254]")]
    [InlineData("100.100.100.200")]
    [InlineData("168.63.129.16")]
    [InlineData("10.0.0.1")]
    [InlineData("192.168.0.1")]
    [InlineData("①②⑦.⓪.⓪.①")]
    public async Task An_address_that_is_not_public_is_never_connected_to(string host)
    {
        Uri.TryCreate($"https://{host}:{Port}/hook", UriKind.Absolute, out Uri? url);
        using var client = new WebhookClient(new WebhookOptions { Url = url });

        Func<Task> post = async () => await client.PostAsync([], Token);

        await post.Should().ThrowAsync<AlertSinkException>();
        _listener.Pending().Should().BeFalse();
    }

    [Fact]
    public async Task Where_private_addresses_are_allowed_the_same_listener_hears()
    {
        using var client = new WebhookClient(new WebhookOptions
        {
            Url = new Uri($"https://127.0.0.1:{Port}/hook"),
            AllowPrivateAddresses = true,
        });
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Token);

        Task posting = client.PostAsync([], ending.Token).AsTask();
        using Socket heard = await _listener.AcceptSocketAsync(Token);
        await ending.CancelAsync();

        Func<Task> wait = () => posting;
        await wait.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task A_name_that_changes_its_answer_is_connected_to_where_it_was_checked()
    {
        int asked = 0;
        var connection = new SafeConnection(allowPrivate: false, (_, _) => Task.FromResult<IPAddress[]>(
            [asked++ == 0 ? IPAddress.Parse("169.254.169.254") : IPAddress.Loopback]));
        using var client = new WebhookClient(
            new WebhookOptions { Url = new Uri($"https://hook.example.org:{Port}/") }, connection);

        for (int i = 0; i < 3; i++)
        {
            Func<Task> post = async () => await client.PostAsync([], Token);
            await post.Should().ThrowAsync<AlertSinkException>();
        }

        asked.Should().Be(3, "each connection is checked by the one answer that it uses");
        _listener.Pending().Should().BeFalse();
    }

    [Fact]
    public async Task A_name_with_one_private_address_among_public_ones_is_refused()
    {
        var connection = new SafeConnection(allowPrivate: false, (_, _) => Task.FromResult<IPAddress[]>(
            [IPAddress.Parse("93.184.215.14"), IPAddress.Loopback]));
        using var client = new WebhookClient(
            new WebhookOptions { Url = new Uri($"https://hook.example.org:{Port}/") }, connection);

        Func<Task> post = async () => await client.PostAsync([], Token);

        (await post.Should().ThrowAsync<AlertSinkException>()).Which.Message.Should().Contain("not public");
        _listener.Pending().Should().BeFalse();
    }

    [Theory]
    [InlineData("93.184.215.14")]
    [InlineData("1.1.1.1")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("::ffff:1.1.1.1")]
    [InlineData("64:ff9b::1.1.1.1")]
    public void An_address_of_the_internet_is_public(string address) =>
        AddressRules.IsPublic(IPAddress.Parse(address)).Should().BeTrue();

    public void Dispose() => _listener.Dispose();
}
