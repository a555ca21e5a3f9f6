using System.Collections.Concurrent;

namespace Bridge.Mqtt.Broker;

/// <summary>Recycles <see cref="Publication"/>s: under load one is needed for every message that finds its receiver busy.</summary>
internal static class PublicationPool
{
    // A few thousand cover the messages between two turns of the receivers; more would only be kept memory.
    private const int Kept = 4096;

    private static readonly ConcurrentQueue<Publication> Free = new();
    private static int _count;

    public static Publication Rent()
    {
        if (Free.TryDequeue(out var publication))
        {
            Interlocked.Decrement(ref _count);
            return publication;
        }

        return new Publication();
    }

    public static void Return(Publication publication)
    {
        if (Interlocked.Increment(ref _count) <= Kept)
        {
            Free.Enqueue(publication);
        }
        else
        {
            Interlocked.Decrement(ref _count);
        }
    }
}
