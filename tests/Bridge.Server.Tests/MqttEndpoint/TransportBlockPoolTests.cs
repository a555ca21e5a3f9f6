using Bridge.Server.MqttEndpoint;

namespace Bridge.Server.Tests.MqttEndpoint;

public sealed class TransportBlockPoolTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void Rent_AfterAReturn_GivesTheSameBlock()
    {
        using var pool = new TransportBlockPool(_time);
        var block = pool.Rent();
        Assert.Equal(TransportBlockPool.BlockSize, block.Memory.Length);
        block.Dispose();
        Assert.Same(block, pool.Rent(4096));
        Assert.NotSame(block, pool.Rent());
    }

    [Fact]
    public void Return_OfMoreThanIsKept_LetsTheRestGo()
    {
        using var pool = new TransportBlockPool(_time);
        foreach (var block in Enumerable.Range(0, 1500).Select(_ => pool.Rent()).ToList())
        {
            block.Dispose();
        }

        Assert.Equal(1024, pool.Free);
    }

    [Fact]
    public void Trim_KeepsWhatWasNeededInTheLastIntervalAndDropsTheRest()
    {
        using var pool = new TransportBlockPool(_time);
        foreach (var block in Enumerable.Range(0, 10).Select(_ => pool.Rent()).ToList())
        {
            block.Dispose();
        }

        pool.Trim();
        Assert.Equal(10, pool.Free);
        var needed = Enumerable.Range(0, 3).Select(_ => pool.Rent()).ToList();
        needed.ForEach(block => block.Dispose());
        pool.Trim();
        Assert.Equal(3, pool.Free);
        pool.Trim();
        Assert.Equal(0, pool.Free);
    }

    [Fact]
    public void Rent_OfMoreThanABlock_IsRefused()
    {
        using var pool = new TransportBlockPool(_time);
        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Rent(TransportBlockPool.BlockSize + 1));
    }
}
