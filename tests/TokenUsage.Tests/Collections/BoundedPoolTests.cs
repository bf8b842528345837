using TokenUsage.Collections;

namespace TokenUsage.Tests.Collections;

public sealed class BoundedPoolTests
{
    [Fact]
    public void What_is_given_back_is_rented_again()
    {
        var pool = new BoundedPool<object>(4);
        object item = pool.Rent();

        pool.Return(item);

        pool.Rent().Should().BeSameAs(item);
    }

    [Fact]
    public void No_object_is_rented_twice_at_once()
    {
        var pool = new BoundedPool<object>(4);
        for (int i = 0; i < 10; i++) pool.Return(new object());

        object[] rented = [.. Enumerable.Range(0, 20).Select(_ => pool.Rent())];

        rented.Should().OnlyHaveUniqueItems();
    }
}
