"""หลักฐาน: a card for every paper that has force, which the city may see, and the files that belong to it."""
