using Syntra.Contracts;

namespace Syntra.Topology.Pipeline;

/// <summary>Watches the charges of this instance. Called on stream threads: it must be quick and must not throw.</summary>
public interface IChargeObserver
{
    /// <summary>The partition begins anew: nothing that was said of it holds any more.</summary>
    void Left(int partition);

    /// <summary>All charges of the partition as they stand; called once after each beginning. What moves before it is among them.</summary>
    void Stands(int partition, IEnumerable<PostedCharge> charges);

    /// <summary>A charge has moved.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="before">Null where it is new.</param>
    /// <param name="after">As it is now.</param>
    void Moved(int partition, PostedCharge? before, PostedCharge after);
}
