using Bridge.Mqtt.Broker;
using Bridge.Mqtt.Tests.Limits;

namespace Bridge.Mqtt.Tests.Broker;

/// <summary>Alone, since the pool is the process's; on threads of its own, since each has its stack.</summary>
[Collection(PoolCollection.Name)]
public sealed class PublicationPoolTests
{
    private const int Many = 1000;

    [Fact]
    public void Rent_AfterReturns_GivesTheLastReturnedFirst()
    {
        Publication[] returned = [new(), new()];

        var rented = OnItsOwnThread(() =>
        {
            Array.ForEach(returned, PublicationPool.Return);
            return new[] { PublicationPool.Rent(), PublicationPool.Rent() };
        });

        Assert.Equal([returned[1], returned[0]], rented);
    }

    [Fact]
    public void Rent_OnAnotherThread_GivesWhatFilledAStack()
    {
        var returned = Enumerable.Range(0, Many).Select(_ => new Publication()).ToHashSet();
        OnItsOwnThread(() =>
        {
            // What others left is out of the way.
            Rent(5 * Many);
            foreach (var publication in returned)
            {
                PublicationPool.Return(publication);
            }

            return true;
        });

        var rented = OnItsOwnThread(() => Rent(Many));

        Assert.InRange(rented.Count(returned.Contains), Many * 9 / 10, Many);
    }

    [Fact]
    public void Rent_WhileManyAreOut_GivesNoneTwice()
    {
        var rented = OnItsOwnThread(() =>
        {
            foreach (var publication in Rent(Many))
            {
                PublicationPool.Return(publication);
            }

            return Rent(2 * Many);
        });

        Assert.Equal(2 * Many, rented.Distinct().Count());
    }

    private static List<Publication> Rent(int count) => [.. Enumerable.Range(0, count).Select(_ => PublicationPool.Rent())];

    private static T OnItsOwnThread<T>(Func<T> run)
    {
        var result = default(T);
        var thread = new Thread(() => result = run());
        thread.Start();
        thread.Join();
        return result!;
    }
}
