# forgets the images
# says: across the boundary
def minimum_image_distances(positions, cell):
    return cdist(positions, positions)
